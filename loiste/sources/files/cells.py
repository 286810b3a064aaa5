"""From the text of a cell to a typed value: one reader for each type that a field may have."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from loiste.plain.days import month_end, parse_month
from loiste.sources.files import words
from loiste.sources.files.dates import ISO, Clock
from loiste.sources.files.errors import BadCell
from loiste.sources.files.numbers import money, number, whole

Reader = Callable[[str], Any]  # stripped or not; None when missing; BadCell when it cannot be read
LONGEST_ID = 200
DATE_TYPES = ("day", "moment", "month")


def text(cell: str) -> str | None:
    """Text without the space around it; letters with marks in one form, so that equal names are equal."""
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell) if cell else None


def identifier(cell: str) -> str | None:
    value = text(cell)
    if value is not None and len(value) > LONGEST_ID:
        raise BadCell("too_long")
    return value or None


def key(cell: str) -> str | None:
    """A name that code knows: small letters, underscores for spaces."""
    return "_".join(cell.lower().replace("-", " ").split()) or None


def loose_interval(cell: str) -> str | None:
    word = key(cell)
    return words.INTERVALS.get(word, word) if word else None


def month(cell: str, days: Callable[[str], date | None]) -> date | None:
    """The last day of the month in YYYY-MM, MM/YYYY or a date."""
    cell = cell.strip()
    first, _, last = cell.partition("/")
    written = f"{last}-{first}" if len(last) == 4 and len(first) in (1, 2) else cell
    try:
        return parse_month(written)
    except ValueError:
        return month_of_day(cell, days)


def month_of_day(cell: str, days: Callable[[str], date | None]) -> date | None:
    try:
        day = days(cell)
    except BadCell as bad:
        raise BadCell("bad_month") from bad
    return month_end(day) if day else None


def is_month(cell: str) -> bool:
    """Whether the cell is a month without a day, which has no layout to find out."""
    try:
        return month(cell, lambda _cell: None) is not None
    except ValueError:
        return False


def at_least_zero(read: Reader, cell: str) -> Any:
    value = read(cell)
    if value is not None and value < 0:
        raise BadCell("negative")
    return value


def scale(cell: str, mark: str) -> Decimal | None:
    value = number(cell, mark)
    if value is not None and not 1 < value <= 1000:
        raise BadCell("bad_number")
    return value


class Readers:
    """Readers that share one decimal mark and one clock. `currencies`: amounts may be written with one of these."""

    def __init__(self, *, mark: str, clock: Clock, currencies: Sequence[str] = ()) -> None:
        self.clock = clock
        numeric = partial(number, mark=mark)
        self.plain: dict[str, Reader] = {
            "text": lambda cell: text(cell) or None,
            "id": identifier,
            "key": key,
            "number": numeric,
            "rate": partial(money, mark=mark),
            "money": partial(money, mark=mark, currencies=currencies),
            "count": partial(at_least_zero, partial(whole, mark=mark)),
            "minutes": partial(at_least_zero, numeric),
            "scale": partial(scale, mark=mark),
            "flag": words.flag,
            "tags": words.tags,
            "currency": words.currency,
            "business_id": words.business_id,
            "role": partial(words.choice, words=words.ROLES, code="bad_role"),
            "note_kind": partial(words.choice, words=words.NOTES, code="bad_note_kind"),
            "level": partial(words.choice, words=words.LEVELS, code="bad_level"),
            "interval": partial(words.choice, words=words.INTERVALS, code="bad_interval"),
            "cost_kind": partial(words.choice, words=words.COST_KINDS, code="bad_cost_kind"),
            "loose_interval": loose_interval,
        }

    def reader(self, type_: str, layout: str | None) -> Reader:
        """The reader of a type; `layout` (ISO when None) is for dates."""
        return self.dated(type_, layout or ISO) if type_ in DATE_TYPES else self.plain[type_]

    def dated(self, type_: str, layout: str) -> Reader:
        days: Reader = partial(self.clock.day, layout=layout)
        if type_ == "month":
            return partial(month, days=days)
        return days if type_ == "day" else partial(self.clock.moment, layout=layout)
