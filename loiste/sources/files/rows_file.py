"""Rows that were read once already, kept as JSON, one a line with the number it had where it came from."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loiste.sources.files.encoding import Encoding
from loiste.sources.files.records import DROPPED, Record
from loiste.sources.files.table import Table, unique

NAME = "xlsx"  # what reports give as encoding: cells of workbooks have no other


@dataclass(frozen=True)
class RowsTable(Table):
    """A table whose records stand in a file of rows."""

    @property
    def written_as(self) -> str:
        return "utf-8"

    def records(self) -> Iterator[Record]:
        width = len(self.header)
        with self.path.open(encoding="utf-8") as file:
            next(file)
            for line in file:
                number, cells = json.loads(line)
                yield record(number, cells, width)


def record(number: int, cells: list[str], width: int) -> Record:
    """The row as wide as the header; one with content beyond it is faulty."""
    if any(cells[width:]):
        return Record(number, cells, "cells")
    return Record(number, cells[:width] + [""] * (width - len(cells)), None)


def write(path: Path, header: list[str], rows: Iterable[tuple[int, list[str]]], note: str = "") -> None:
    """Writes the file whole or not at all. Rows without any content are left out."""
    waiting = path.with_name(path.name + ".part")
    with waiting.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"header": list(unique(header)), "note": note}) + "\n")
        for number, cells in rows:
            if any(cells):
                file.write(json.dumps([number, [cell.translate(DROPPED) for cell in cells]]) + "\n")
    os.replace(waiting, path)


def read(path: Path) -> RowsTable:
    with path.open(encoding="utf-8") as file:
        said = json.loads(next(file))
    return RowsTable(path, Encoding(NAME, said["note"]), "", tuple(said["header"]))
