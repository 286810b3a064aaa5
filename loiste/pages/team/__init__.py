"""The team: who is in it, inviting, changing and sending away."""
