"""What programs speak to: events, health. On top of all, without logic of its own."""
