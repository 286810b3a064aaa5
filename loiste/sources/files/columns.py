"""A column of cells read at once: each different cell is worked out once and then looked up."""

from collections.abc import Sequence
from typing import Any

from loiste.sources.files.cells import Reader
from loiste.sources.files.errors import BadCell
from loiste.sources.files.identity import NORMAL

# A typed value (or the BadCell it gave) and its part of the row's identity, None when the cell is empty.
Entry = tuple[Any, str | None]

REMEMBERED = 16_384  # different cells of a column that are kept
LONGEST_KEPT = 64  # characters; longer cells are prose, and seldom the same twice


class Column(dict[str, Entry]):
    """Cell -> entry. `failed` once a cell could not be read. Bounded, so that memory does not grow with the file."""

    def __init__(self, field: str, read: Reader) -> None:
        super().__init__()
        self.field, self.read = field, read
        self.failed = False

    def __missing__(self, cell: str) -> Entry:
        found = self.entry(cell)
        if len(cell) <= LONGEST_KEPT:
            if len(self) >= REMEMBERED:
                self.clear()
            self[cell] = found
        return found

    def entry(self, cell: str) -> Entry:
        try:
            value = self.read(cell)
        except BadCell as bad:
            self.failed = True
            return BadCell(bad.code, self.field), None
        return value, part(self.field, value)

    def entries(self, cells: Sequence[str]) -> list[Entry]:
        return list(map(self.__getitem__, cells))


def part(field: str, value: Any) -> str | None:
    """What a value says in the identity of its row."""
    return None if value is None else f"{field}={NORMAL[type(value)](value)}"
