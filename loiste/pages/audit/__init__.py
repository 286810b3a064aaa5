"""The audit log: who changed what, when, from where, from what to what."""
