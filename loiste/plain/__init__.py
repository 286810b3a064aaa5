"""Arithmetic without Django, database or clock: days, money, words."""
