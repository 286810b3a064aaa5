"""The JSON API, /api/v1: the same doors and verbs as the pages, for programs."""
