"""Pages about what is held on a person: telling it, erasing it, receipts."""
