"""The one organisation of this installation: its name, zone, currency, language and settings, kept as text."""
