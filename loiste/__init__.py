"""Loiste: self-hosted customer success."""

__version__ = "0.1.0"
