"""Numbers as people and spreadsheets write them, read exactly."""

import re
from collections.abc import Sequence
from decimal import Decimal

from loiste.sources.files.errors import BadCell

SPACES = " \u00a0\u2009\u202f"
LONGEST = 60  # characters; no number of ours is longer, and a longer one would only cost time
MOST_MONEY = Decimal(9_000_000_000_000)  # millionths of it still fit 64 bits
MOST_WHOLE = Decimal(2**53)
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "SEK": "kr", "NOK": "kr", "DKK": "kr", "CHF": "", "PLN": "zł"}
MISSING = frozenset(("", "na", "n/a", "null", "nan"))


def is_missing(text: str) -> bool:
    """Whether a stripped number, date or flag cell says that there is none."""
    return not text or text.lower() in MISSING


def shapes(mark: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Two patterns for the decimal mark: digits in clear groups, and digits grouped by the other mark, beyond doubt."""
    point, other = re.escape(mark), re.escape("," if mark == "." else ".")
    exponent = r"(?:[eE][+-]?[0-9]{1,3})?"
    clear = rf"[+-]?(?=[0-9]|{point}[0-9])(?:[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]*)(?:{point}[0-9]*)?{exponent}"
    grouped = rf"[+-]?[0-9]{{1,3}}(?:(?:{other}[0-9]{{3}})+{point}[0-9]+|(?:{other}[0-9]{{3}}){{2,}})"
    return re.compile(clear), re.compile(grouped)


SHAPES = {mark: shapes(mark) for mark in ".,"}
NOISE = {mark: str.maketrans("", "", SPACES + ("," if mark == "." else ".")) for mark in ".,"}


def number(text: str, mark: str = ".") -> Decimal | None:
    """The number in a cell, exact and without trailing zeros; None when missing. BadCell for anything else.

    `mark` is the decimal mark. Spaces may part thousands; the other mark only where nothing else can be meant.
    """
    text = text.strip().replace("\u2212", "-")
    if is_missing(text):
        return None
    clear, grouped = SHAPES[mark]
    if len(text) > LONGEST or not (clear.fullmatch(text) or grouped.fullmatch(text)):
        raise BadCell("decimal_mark" if re.fullmatch(r"[+-]?[0-9]+[.,][0-9]+", text) else "bad_number")
    value = Decimal(text.translate(NOISE[mark]).replace(",", ".")).normalize()
    if value.adjusted() > 300:
        raise BadCell("too_large")
    return value if value else Decimal(0)


def bare(text: str, currencies: Sequence[str]) -> str:
    """The text without the sign or the code of one of these currencies at its beginning or end."""
    text = text.strip()
    for word in (word for code in currencies for word in (code, SIGNS.get(code, "")) if word):
        if text[-len(word) :].upper() == word.upper():
            return text[: -len(word)].rstrip(SPACES)
        if text[: len(word)].upper() == word.upper():
            return text[len(word) :].lstrip(SPACES)
    return text


def money(text: str, mark: str = ".", currencies: Sequence[str] = ()) -> Decimal | None:
    """An amount in major units whose millionths fit the store; it may be written with one of these currencies."""
    plain = bare(text, currencies) or text
    try:
        value = number(plain, mark)
    except BadCell as bad:
        raise BadCell("currency_inside" if of_another(text, mark) else bad.code) from bad
    if value is not None and abs(value) > MOST_MONEY:
        raise BadCell("too_large")
    return value


def of_another(text: str, mark: str) -> bool:
    """Whether only a currency keeps the text from being a number."""
    plain = bare(text, tuple(SIGNS))
    try:
        return plain != text.strip() and number(plain, mark) is not None
    except BadCell:
        return False


def whole(text: str, mark: str = ".") -> int | None:
    """A whole number; `6.0` is 6."""
    value = number(text, mark)
    if value is None:
        return None
    if abs(value) > MOST_WHOLE:
        raise BadCell("too_large")
    if value != value.to_integral_value():
        raise BadCell("not_whole")
    return int(value)
