"""Home: what turned with one's accounts, and what to do next."""
