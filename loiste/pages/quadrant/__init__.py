"""The quadrant of experience and outcomes on pages."""
