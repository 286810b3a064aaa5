"""The first look over the whole file: how many rows it has, and in which layout each column's dates are."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from loiste.sources.files.cells import DATE_TYPES, is_month
from loiste.sources.files.date_guess import DateColumn
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.mapping import Source, find_field
from loiste.sources.files.request import ImportRequest
from loiste.sources.files.table import Table

PROBE = date(2024, 12, 31)


@dataclass(frozen=True)
class Survey:
    """`layouts`: field -> strptime text, None where no date of the column can be read."""

    rows: int
    layouts: dict[str, str | None]


def check_layout(layout: str) -> None:
    """WrongUsage when a text is not a layout that names a day."""
    probe = datetime(PROBE.year, PROBE.month, PROBE.day)  # noqa: DTZ001 -- only to try the text out
    try:
        good = datetime.strptime(probe.strftime(layout), layout).date() == PROBE  # noqa: DTZ007
    except ValueError:
        good = False
    if not good:
        text = _("--date-format %(layout)s does not name a day; write it as %%d-%%m-%%Y or %%Y-%%m-%%d.")
        raise WrongUsage(text % {"layout": layout})


def asked_layouts(kind: Kind, request: ImportRequest, sources: list[Source]) -> dict[str, str]:
    """Field -> layout, for the fields of dates that --date-format speaks of."""
    for layout in request.date_formats.values():
        check_layout(layout)
    own = {find_field(kind, name, "--date-format").name: text for name, text in request.date_formats.items() if name}
    dated = [source.field for source in sources if source.field.type in DATE_TYPES]
    strangers = own.keys() - {field.name for field in dated}
    if strangers:
        text = _("--date-format %(field)s: this is no date that the import reads; map it or leave the format out.")
        raise WrongUsage(text % {"field": min(strangers)})
    general = request.date_formats.get("")
    layouts = {field.name: own.get(field.name, general) for field in dated}
    return {name: layout for name, layout in layouts.items() if layout}


def look_over(table: Table, kind: Kind, sources: list[Source], request: ImportRequest) -> Survey:
    """Reads the file once. FileError when it has no rows or a column's dates can be read in two ways."""
    asked = asked_layouts(kind, request, sources)
    columns = {
        source.field.name: (source.index, DateColumn(source.label), source.field.type == "month")
        for source in sources
        if source.field.type in DATE_TYPES and source.index is not None and source.field.name not in asked
    }
    rows = 0
    for record in table.records():
        rows += 1
        if record.fault is None:
            for index, column, months in columns.values():
                cell = record.cells[index]
                if not (months and is_month(cell)):
                    column.feed(cell)
    if not rows:
        raise FileError(_("%(file)s has a header but no rows; there is nothing to import.") % {"file": request.name})
    guessed = {name: column.layout() for name, (_index, column, _months) in columns.items()}
    return Survey(rows, {**asked, **guessed})
