"""A column of cells read at once: each different cell is worked out once and then looked up."""

import re
from collections.abc import Sequence
from typing import Any

from loiste.sources.files.cells import Reader
from loiste.sources.files.errors import BadCell
from loiste.sources.files.identity import NORMAL

# A typed value (or the BadCell it gave), and its part in the identity of its row, empty when the cell is.
Entry = tuple[Any, str]

REMEMBERED = 16_384  # different cells of a column that are kept
LONGEST_KEPT = 64  # characters; longer cells are prose, and seldom the same twice
# Cells, one a line, that are text as they stand: short of space, and of letters that have two forms.
PLAIN = re.compile(r"[!-~]+(?:\n[!-~]+)*")
TEXTS = ("text", "id")


def part(field: str, value: Any) -> str:
    """What a value says in the identity of its row."""
    return "" if value is None else f"{field}={NORMAL[type(value)](value)}"


class Column(dict[str, Entry]):
    """Cell -> entry. `failed` once a cell could not be read. Bounded, so that memory does not grow with the file."""

    def __init__(self, field: str, type_: str, read: Reader) -> None:
        super().__init__()
        self.field, self.is_text, self.read = field, type_ in TEXTS, read
        self.failed = False

    def __missing__(self, cell: str) -> Entry:
        try:
            value = self.read(cell)
            found: Entry = value, part(self.field, value)
        except BadCell as bad:
            self.failed = True
            found = BadCell(bad.code, self.field), ""
        if len(cell) <= LONGEST_KEPT:
            if len(self) >= REMEMBERED:
                self.clear()
            self[cell] = found
        return found

    def read_all(self, cells: Sequence[str]) -> tuple[Sequence[Any], list[str]]:
        """The values of the cells, and their parts."""
        if self.is_text and max(map(len, cells)) <= LONGEST_KEPT and PLAIN.fullmatch("\n".join(cells)):
            prefix = f"{self.field}="
            return cells, [prefix + cell for cell in cells]
        found = [self[cell] for cell in cells]
        return [value for value, _part in found], [said for _value, said in found]
