"""Copies of an installation in open formats: backup, restore, export, move."""
