"""The rows that were not taken in, kept on disk until the report is written; and how they are handed out again."""

import csv
import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _

from loiste.accounts import masking
from loiste.accounts.suppression import Suppressed, suppressed
from loiste.plain.cells import safe
from loiste.sources.files.accounts_in import SOURCE
from loiste.sources.files.errors import FileError
from loiste.sources.files.reasons import reason
from loiste.sources.files.rows import Refusal
from loiste.sources.files.table import Table
from loiste.sources.models import Import, RejectedRow

LISTED = 10_000  # errors that a report lists; the rest are in the store and in --save-rejected
SHOWN = 500  # characters of a cell that a report repeats
BATCH = 1_000


class Spool:
    """Refusals written to a nameless file, read back in the order in which they came."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- closed by Refusals
        self.count = 0

    def add(self, refusal: Refusal) -> None:
        r = refusal
        self.file.write(json.dumps([r.row, r.line, r.column, r.value, r.code, r.cells]) + "\n")
        self.count += 1

    def __iter__(self) -> Iterator[Refusal]:
        self.file.seek(0)
        for line in self.file:
            row, number, column, value, code, cells = json.loads(line)
            yield Refusal(row, number, column, value, code, tuple(cells))


class Refusals:
    """All refusals of one import: those found on reading, and those found on judging (clashes), in order of rows."""

    def __init__(self) -> None:
        self.on_reading, self.on_judging = Spool(), Spool()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.on_reading.file.close()
        self.on_judging.file.close()

    def __iter__(self) -> Iterator[Refusal]:
        return heapq.merge(self.on_reading, self.on_judging, key=lambda refusal: refusal.row)

    @property
    def count(self) -> int:
        return self.on_reading.count + self.on_judging.count

    def errors(self) -> list[dict[str, Any]]:
        """The first of them as a report lists them."""
        return [as_error(refusal) for refusal in islice(self, LISTED)]


def as_error(refusal: Refusal) -> dict[str, Any]:
    value = refusal.value[:SHOWN]
    return {
        "line": refusal.line,
        "column": refusal.column or None,
        "value": value,
        "code": refusal.code,
        "reason": reason(refusal.code, refusal.column, value),
    }


def keep(refusals: Iterable[Refusal], import_run: Import, header: tuple[str, ...]) -> None:
    """Stores the rows with all their cells, a batch at a time."""
    hidden = suppressed()
    following = (without_people(hidden, one) for one in refusals) if hidden else iter(refusals)
    while batch := list(islice(following, BATCH)):
        RejectedRow.objects.bulk_create(
            RejectedRow(
                import_run=import_run, line=refusal.line, column=refusal.column[:200],
                value=refusal.value[:SHOWN], code=refusal.code, cells=named(header, refusal.cells),
            )
            for refusal in batch
        )  # fmt: skip


def without_people(hidden: Suppressed, refusal: Refusal) -> Refusal:
    """The row without its cells, where it names somebody who was erased."""
    if not masking.cells(hidden, SOURCE, refusal.cells):
        return refusal
    return replace(refusal, value="", cells=tuple("" for _cell in refusal.cells))


def named(header: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str]:
    """Cells by the names of their columns; those of no column under `+1`, `+2` ..."""
    beyond = [f"+{number}" for number in range(1, len(cells) - len(header) + 1)]
    return dict(zip((*header, *beyond), cells, strict=False))


def save(refusals: Iterable[Refusal], table: Table, path: Path) -> None:
    """Writes the rows in the file's own columns, delimiter and encoding, so that they can be mended and imported."""
    try:
        with path.open("w", encoding=table.written_as, newline="") as file:
            writer = csv.writer(file, delimiter=table.delimiter or ",")
            writer.writerow(map(safe, table.header))
            writer.writerows(map(safe, refusal.cells) for refusal in refusals)
    except OSError as error:
        text = _("--save-rejected %(file)s cannot be written: %(why)s. Name another file.")
        raise FileError(text % {"file": path, "why": error.strerror}) from error
