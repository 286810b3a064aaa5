"""Tiers and promises, the fit matrix, and load per manager."""
