"""Health of one account on pages: what it is, why, what moved it, and overriding it."""
