"""Cells that are handed to a spreadsheet program: none of them may run as a formula there."""

import re

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A spreadsheet may part lines by another mark than the file does, so what stands behind one may begin a cell, too.
WITHIN = re.compile(r"(?<!^)(?:[;,\t] *(?=[=＝]|[-+@－＋＠][^;,\t\r\n]*[|(!])|[\r\n] *(?=[=＝]))")
# A number as people write it: sign, groups of digits, decimals, exponent, per cent, currency. Nothing that can compute.
NUMBER = re.compile(r"[+-]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)*(?:[eE][+-]?\d{1,3})?(?:[ \u00a0\u202f]?[%€$£])?")


def safe(cell: object) -> str:
    """The cell's text; one that a spreadsheet would take for a formula gets a quote before it. Numbers stay."""
    text = WITHIN.sub(lambda found: f"{found.group()}'", "" if cell is None else str(cell))
    if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
