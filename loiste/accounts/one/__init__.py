"""What the signals of one account say: its timeline, its state as of a day, its people. Reads, changes nothing."""
