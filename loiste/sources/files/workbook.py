"""Workbooks of Excel (.xlsx): their sheets, and the rows of one sheet as text, read as a stream."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from loiste.sources.files import rows_file, zip_guard
from loiste.sources.files.errors import FileError, WrongUsage, did_you_mean

MOST_ROWS = 1_048_576  # of a sheet; a row number beyond it is a lie that would cost memory
MOST_COLUMNS = 1_000
LOOKED_AT = 20  # rows among which the header is sought
EXACT = 10**15  # whole numbers below this have no rounded digits in a workbook

Line = tuple[int, list[str]]


class Start(NamedTuple):
    """The first rows of a sheet: where its header stands, and what comes behind it."""

    header: Line
    behind: list[Line]


def is_workbook(path: Path) -> bool:
    """Whether the file is a zip file with a workbook in it; False also for what cannot be opened."""
    try:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as packed:
            return "xl/workbook.xml" in packed.NameToInfo
    except (zipfile.BadZipFile, OSError):
        return False


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The workbook, read as a stream. FileError when it is a bomb or no workbook that can be read."""
    zip_guard.check(path)
    book, file = None, path.open("rb")  # opened here: the reader would judge the file by its name
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        yield book
    except (FileError, WrongUsage):
        raise
    except Exception as error:  # noqa: BLE001 -- a damaged workbook may fail anywhere in the reader
        raise FileError(zip_guard.broken(path)) from error
    finally:
        if book is not None:
            book.close()
        file.close()


def sheets(path: Path) -> list[str]:
    """Names of the sheets that hold anything, in their order; hidden ones are left out."""
    with opened(path) as book:
        return [sheet.title for sheet in visible(book) if next(lines(sheet), None) is not None]


def visible(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def lines(sheet: Any) -> Iterator[Line]:
    """(number, cells as text) of each row with any content, numbered as Excel does."""
    sheet.reset_dimensions()  # what a workbook says of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, values_only=True), 1):
        cells = [as_text(value) for value in row[:MOST_COLUMNS]]
        if any(cells):
            yield number, cells


def as_text(value: Any) -> str:
    """What a file of text would hold for the cell: dates in ISO, numbers with a point and 15 digits at most."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return format(value.total_seconds(), ".15g") if isinstance(value, timedelta) else str(value)


def start(rows: Iterator[Line]) -> Start | None:
    """The header is the first row that fills half as many cells as the fullest of the first rows: titles do not."""
    first = list(islice(rows, LOOKED_AT))
    if not first:
        return None
    counts = [sum(map(bool, cells)) for _number, cells in first]
    place = next(place for place, count in enumerate(counts) if 2 * count >= max(counts))
    return Start(first[place], first[place + 1 :])


def width(begin: Start) -> int:
    """Columns up to the last one with content among the first rows."""
    return max(last for last in map(filled, (begin.header, *begin.behind)))


def filled(line: Line) -> int:
    return max((place for place, cell in enumerate(line[1], 1) if cell), default=0)


def convert(path: Path, sheet: str | None, to: Path, *, limit: int | None = None) -> bool:
    """Writes the rows of a sheet (None: the first with content), or so many of them, as a file of rows.

    Returns whether these are all. FileError when there are none.
    """
    with opened(path) as book:
        chosen, others = choose(book, sheet)
        rows = lines(chosen)
        begin = start(rows)
        if begin is None:
            raise FileError(_("%(file)s has no rows; import a file with a header and rows.") % {"file": path.name})
        wide = width(begin)
        header = (begin.header[1] + [""] * wide)[:wide]
        content = chain(begin.behind, rows)
        rows_file.write(to, header, islice(content, limit), note="" if sheet else remark(chosen.title, others))
        return next(content, None) is None


def choose(book: Any, name: str | None) -> tuple[Any, list[str]]:
    """The sheet asked for, else the first with content; and the names of the others with content."""
    there = visible(book)
    if name:
        found = next((sheet for sheet in there if sheet.title == name), None)
        if found is None:
            text = _("The workbook has no sheet %(name)s; it has %(sheets)s.")
            names = [sheet.title for sheet in there]
            said = text % {"name": name, "sheets": ", ".join(names)}
            raise WrongUsage(said + did_you_mean(name, names))
        return found, []
    full = [sheet for sheet in there if next(lines(sheet), None) is not None]
    if not full:
        raise FileError(_("The workbook has no rows; import a file with a header and rows."))
    return full[0], [sheet.title for sheet in full[1:]]


def remark(read: str, others: Iterable[str]) -> str:
    """A note for the report where a sheet was taken without being named."""
    names = ", ".join(others)
    if not names:
        return ""
    text = _("Sheet %(read)s was read. Not read: %(others)s; import these by their names.")
    return text % {"read": read, "others": names}
