"""Cells that are handed to a spreadsheet program: none of them may run as a formula there."""

import re

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# A number as people write it: sign, groups of digits, decimals, exponent, per cent, currency. Nothing that can compute.
NUMBER = re.compile(r"[+-]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)*(?:[eE][+-]?\d{1,3})?(?:[ \u00a0\u202f]?[%€$£])?")


def safe(cell: object) -> str:
    """The cell's text; one that a spreadsheet would take for a formula gets a quote before it. Numbers stay."""
    text = "" if cell is None else str(cell)
    if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
