"""Work that goes on beside the pages, each job held by one process at a time."""
