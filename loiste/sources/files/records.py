"""The records of a delimited file, one at a time, with the line on which each begins.

A quote that is opened and never closed would swallow the lines behind it. Such a row is given back alone, marked as
broken, and reading goes on with the line behind it, so that no row is lost in another's cell.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

# Left out of every line: NUL, which no store likes, and the mark that parts fields in identities.
DROPPED = {0: None, 0x1F: None}


class Record(NamedTuple):
    """`line` counts as an editor does, from 1. `fault` is a code of `reasons.REASONS`, None for a sound record."""

    line: int
    cells: list[str]
    fault: str | None


@dataclass
class Lines:
    """Lines that can be put back. `taken` are those handed out since `mark`; `ended`: more were asked for than are."""

    source: Iterator[str]
    waiting: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    number: int = 0
    ended: bool = False

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.waiting:
            line = self.waiting.popleft()
        else:
            following = next(self.source, None)
            if following is None:
                self.ended = True
                raise StopIteration
            line = following
        self.number += 1
        self.taken.append(line)
        return line.translate(DROPPED) if "\0" in line or "\x1f" in line else line

    def mark(self) -> None:
        self.taken.clear()
        self.ended = False

    def keep_first(self) -> str:
        """Puts all lines taken since the mark back, but the first, which it returns."""
        first, *others = self.taken
        self.waiting.extendleft(reversed(others))
        self.number -= len(others)
        return first.translate(DROPPED)


class Records:
    """An iterator of records. With `width` set, records of another number of cells are marked as faulty."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self.lines = Lines(iter(lines))
        self.delimiter = delimiter
        self.reader = csv.reader(self.lines, delimiter=delimiter)
        self.width: int | None = None

    def __iter__(self) -> "Records":
        return self

    def __next__(self) -> Record:
        while True:
            record = self.following()
            if record.fault or any(record.cells):  # lines without any content are passed over
                return record

    def following(self) -> Record:
        self.lines.mark()
        start = self.lines.number + 1
        try:
            cells = next(self.reader)
        except csv.Error:  # a cell beyond 131,072 characters: a quote that swallowed the rest
            return self.broken(start)
        if self.width is None or len(cells) == self.width:
            swallowed = self.lines.ended and len(self.lines.taken) > 0
            return self.broken(start) if swallowed else Record(start, cells, None)
        if len(self.lines.taken) > 1 or self.lines.ended:
            return self.broken(start)
        return self.of_other_width(start, cells)

    def of_other_width(self, start: int, cells: list[str]) -> Record:
        """Empty cells behind the last column are what spreadsheets leave; anything else is a fault."""
        fits = not any(cells) or not any(cells[self.width :]) and len(cells) > (self.width or 0)
        return Record(start, cells[: self.width], None) if fits else Record(start, cells, "cells")

    def broken(self, start: int) -> Record:
        return Record(start, self.lines.keep_first().rstrip("\r\n").split(self.delimiter), "quotes")
