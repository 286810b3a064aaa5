"""The metrics: one file each, named after its metric."""
