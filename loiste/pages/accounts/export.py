"""The accounts asked for as a file, all pages of them, with the columns that are shown."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any, cast

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from loiste.accounts.models import Account, User
from loiste.pages import sheet
from loiste.pages.accounts import asked
from loiste.pages.accounts.asked import Wish
from loiste.pages.accounts.columns import EVERY, Column
from loiste.pages.accounts.views import ordered
from loiste.pages.here import now, organisation
from loiste.pages.quadrant.words import Name, names
from loiste.plain.money import from_millionths

DELIMITERS = {"semicolon": ";", "comma": ",", "tab": "\t"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # letters, by the rules of the format
IN_MEMORY = 5_000_000  # bytes of the file before it goes to disk


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    wish = asked.read(request.GET)
    shown = columns_of(wish)
    heads = [str(one.name) for one in shown]
    rows = cells(ordered(cast(User, request.user), wish).every(), shown)
    name = f"accounts-{organisation().today(now()).isoformat()}"
    if request.GET.get("format") == "xlsx":
        return FileResponse(workbook(heads, rows), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    delimiter, mark = csv_form(request.GET)
    bom = request.GET.get("bom", "1") == "1"
    return sheet.answer(f"{name}.csv", heads, texts(rows, mark), delimiter=delimiter, bom=bom)


def columns_of(wish: Wish) -> list[Column]:
    """The shown columns, and the id by which other files name the account."""
    return [EVERY["ref"], *(one for one in wish.shown if one.key != "ref")]


def csv_form(query: Mapping[str, str]) -> tuple[str, str]:
    """(delimiter, decimal mark); the mark is never the delimiter."""
    delimiter = DELIMITERS.get(query.get("delimiter", ""), ";")
    mark = "," if query.get("decimal") == "comma" and delimiter != "," else "."
    return delimiter, mark


def cells(accounts: Iterable[Account], shown: Sequence[Column]) -> Iterator[list[Any]]:
    """Text, day, number or None (unknown) for each column."""
    corners = names()
    for account in accounts:
        yield [plain(one, one.value(account), corners) for one in shown]


def plain(one: Column, value: Any, corners: Mapping[str, Name]) -> Any:
    if one.kind == "corner":
        return corners[value].word if value in corners else None
    return from_millionths(value) if one.kind == "money" and value is not None else value


def texts(rows: Iterable[Sequence[Any]], mark: str) -> Iterator[list[str | None]]:
    """Days like 2026-10-31; unknown is an empty cell."""
    for row in rows:
        yield [None if cell is None else text(cell, mark) for cell in row]


def text(cell: Any, mark: str) -> str:
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f").replace(".", mark)
    return str(cell).replace(".", mark) if isinstance(cell, float) else str(cell)


def workbook(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """An .xlsx with true days and numbers, written row by row into a file that goes away when it was sent."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    page, bold = book.add_worksheet(), book.add_format({"bold": True})
    page.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        page.write_string(0, place, head, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            write(page, number, place, cell)
    book.close()
    file.seek(0)
    return cast(IO[bytes], file)


def write(page: Any, row: int, place: int, cell: Any) -> None:
    """One cell as what it is; a text is never taken for a formula."""
    if cell is None:
        return
    put: Callable[..., Any] = page.write_string
    if isinstance(cell, date):
        put = page.write_datetime
    elif isinstance(cell, int | float | Decimal):
        put, cell = page.write_number, float(cell)
    else:
        cell = str(cell)[:LONGEST_CELL]
    put(row, place, cell)
