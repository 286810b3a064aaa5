"""Rows as a CSV file that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from loiste.plain.cells import safe

BOM = "\N{BYTE ORDER MARK}"  # without it a spreadsheet reads the letters wrong


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",", bom: bool = True
) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=delimiter)
    if bom:
        yield BOM
    yield str(writer.writerow([safe(cell) for cell in header]))
    for row in rows:
        yield str(writer.writerow([safe(cell) for cell in row]))


def answer(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",", bom: bool = True
) -> StreamingHttpResponse:
    """A download of that name."""
    told = lines(header, rows, delimiter=delimiter, bom=bom)
    response = StreamingHttpResponse(told, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
