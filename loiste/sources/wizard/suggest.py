"""Which field each column is likely to give: by its heading, unless its cells speak against it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from zoneinfo import ZoneInfo

from loiste.sources.files.cells import DATE_TYPES, Readers, is_month
from loiste.sources.files.date_guess import explained_by
from loiste.sources.files.dates import Clock
from loiste.sources.files.errors import BadCell
from loiste.sources.files.kinds.kind import Field, Kind
from loiste.sources.files.numbers import SIGNS, is_missing
from loiste.sources.wizard.headings import OWN_ID, WORDS, plain

EXACT, WORD, PART = 3, 2, 1
SHORTEST_PART = 5  # letters of a word that is looked for inside longer headings
UTC_ZONE = ZoneInfo(str(UTC))


def suggest(kind: Kind, header: Sequence[str], samples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Column -> field, each field once. `samples`: column -> some of its cells."""
    scored = [
        (-score(kind, field, column), place, order, column, field)
        for place, column in enumerate(header)
        for order, field in enumerate(kind.fields)
        if score(kind, field, column) and fits(field, samples.get(column, ()))
    ]
    found: dict[str, str] = {}
    for _score, _place, _order, column, field in sorted(scored, key=lambda one: one[:3]):
        if column not in found and field.name not in found.values():
            found[column] = field.name
    return found


def score(kind: Kind, field: Field, column: str) -> float:
    """How surely a heading means a field; 0 = not at all. Of two words for it the one listed first is surer."""
    said = plain(column)
    if not said:
        return 0
    if said == plain(field.name):
        return EXACT
    words = (*WORDS.get(field.name, ()), *(OWN_ID if field.name == kind.own_id else ()))
    if said in words:
        return WORD - words.index(said) / 100
    parts = (word for word in words if len(word) >= SHORTEST_PART)
    return PART if any(said.startswith(word) or said.endswith(word) for word in parts) else 0


def fits(field: Field, cells: Sequence[str]) -> bool:
    """Whether at least half of the cells can be read as the field's type."""
    read = reader(field.type)
    there = [cell for cell in map(str.strip, cells) if not is_missing(cell)]
    return 2 * sum(map(read, there)) >= len(there)


def reader(type_: str) -> Callable[[str], bool]:
    if type_ in DATE_TYPES:
        return lambda cell: bool(explained_by(cell)) or (type_ == "month" and is_month(cell))
    clock = Clock(UTC_ZONE, UTC_ZONE)
    marks = [Readers(mark=mark, clock=clock, currencies=tuple(SIGNS)).plain[type_] for mark in ",."]
    return lambda cell: any(readable(read, cell) for read in marks)


def readable(read: Callable[[str], object], cell: str) -> bool:
    try:
        read(cell)
    except BadCell:
        return False
    return True
