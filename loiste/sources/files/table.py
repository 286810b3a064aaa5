"""A file as a table: its delimiter, its header, its records with their line numbers; read anew on each pass."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.sources.files import encoding
from loiste.sources.files.encoding import Encoding
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.records import Record, Records

DELIMITERS = ",;\t|"
SAMPLE = 60  # lines that are looked at for the delimiter
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


@dataclass(frozen=True)
class Table:
    """`header`: the names of the columns, each once."""

    path: Path
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]

    @property
    def written_as(self) -> str:
        """The encoding in which its rows are written out again."""
        return self.encoding.name

    def records(self) -> Iterator[Record]:
        """The rows behind the header, in order, as they stand in the file."""
        with self.path.open(encoding=self.encoding.codec, newline="") as file:
            rows = Records(file, self.delimiter)
            next(rows)
            rows.width = len(self.header)
            yield from rows


def given_delimiter(text: str) -> str:
    mark = NAMED.get(text.lower(), text)
    if len(mark) != 1 or mark in '"\r\n\0':
        raise WrongUsage(_("%(text)r is no delimiter; give one character, or tab.") % {"text": text})
    return mark


def fitness(lines: list[str], mark: str) -> tuple[float, int]:
    """How well a delimiter cuts the lines: the share of rows as wide as the header, and that width."""
    widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts the lines most evenly; a comma where there is one column only."""
    return max(DELIMITERS, key=lambda mark: fitness(lines, mark))


def unique(names: list[str]) -> tuple[str, ...]:
    """The names stripped, and a number behind those that were there before."""
    found: list[str] = []
    for name in (name.strip() for name in names):
        count, fresh = 1, name
        while fresh in found:
            count += 1
            fresh = f"{name}_{count}"
        found.append(fresh)
    return tuple(found)


def open_table(path: Path, *, given_encoding: str | None, delimiter: str | None) -> Table:
    """Looks at the file and reads its header. FileError when it cannot be read or has no rows."""
    found = encoding.detect(path, given_encoding)
    with path.open(encoding=found.codec, newline="") as file:
        lines = list(islice(file, SAMPLE))
    mark = given_delimiter(delimiter) if delimiter else find_delimiter(lines)
    with path.open(encoding=found.codec, newline="") as file:
        first = next(Records(file, mark), None)
    if first is None:
        raise FileError(_("%(file)s has no rows; import a file with a header and rows.") % {"file": path.name})
    return Table(path, found, mark, unique(first.cells))
