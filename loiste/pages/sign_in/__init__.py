"""Signing in and staying so: the library's flows with our rules, words and pages."""
