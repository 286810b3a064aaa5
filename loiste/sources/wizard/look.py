"""What is seen in an uploaded file before it is imported: how it is written, what its columns give, what is unclear."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.organisation.config import Organisation
from loiste.sources.files import rows_file, workbook
from loiste.sources.files.cells import DATE_TYPES, Readers, is_month
from loiste.sources.files.date_guess import AmbiguousDates, DateColumn
from loiste.sources.files.dates import Clock
from loiste.sources.files.decimal_guess import DecimalGuess
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.kinds.catalogue import find_kind
from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.mapping import Source, fixed, missing, written_with
from loiste.sources.files.opening import open_asked
from loiste.sources.files.records import Record
from loiste.sources.files.request import ImportRequest, zone
from loiste.sources.files.rows import BadConstant, RowReader
from loiste.sources.files.table import Table
from loiste.sources.models import Upload
from loiste.sources.wizard import store
from loiste.sources.wizard.asked import request_of

SAMPLE = 20_000  # rows that are looked at before the dry run looks at all
EXAMPLES = 3
SUGGESTED_BY = 50  # cells of a column that must agree with what its heading says
NUMBERS = ("number", "rate", "money", "count", "minutes", "scale")


@dataclass(frozen=True)
class Dates:
    """A column of dates. `layout`: chosen or found, None = cannot be told; `choices`: one of these must be chosen."""

    field: str
    column: str
    layout: str | None
    chosen: bool
    choices: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class Look:
    """`rows`: those looked at; `whole`: these are all. `missing`: groups of fields of which every row needs one.
    `twice`: fields that two columns give. `mark`: None = must be chosen. `bad_set`: field -> why its value is no good.
    """

    kind: Kind
    table: Table
    records: list[Record]
    whole: bool
    sources: list[Source]
    dates: list[Dates] = field(default_factory=list)
    decimal: DecimalGuess = field(default_factory=DecimalGuess)
    mark: str | None = "."
    missing: list[tuple[str, ...]] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    bad_set: dict[str, str] = field(default_factory=dict)
    reader: RowReader | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to answer."""
        open_dates = any(one.choices and not one.chosen for one in self.dates)
        return not (open_dates or self.mark is None or self.missing or self.twice or self.bad_set)

    def examples(self, index: int, count: int = EXAMPLES) -> list[str]:
        """The first different cells of a column that say anything."""
        cells = (record.cells[index].strip() for record in self.records if record.fault is None)
        return list(islice(dict.fromkeys(cell for cell in cells if cell), count))


def look(home: Path, organisation: Organisation, upload: Upload) -> Look:
    """FileError or WrongUsage when the file cannot be read as it is asked for."""
    kind = find_kind(upload.kind)
    request = request_of(home, upload)
    table, records, whole = first_rows(home, upload, request)
    seen = Look(kind, table, records, whole, sources_of(kind, upload, request, table))
    given = [source.field.name for source in seen.sources]
    seen = replace(
        seen, decimal=decimals(seen), dates=list(dates(seen, request)), missing=missing(kind, set(given)),
        twice=sorted({name for name in given if given.count(name) > 1}),
    )  # fmt: skip
    seen = replace(seen, mark=upload.settings.get("decimal") or seen.decimal.mark)
    clock = Clock(zone(request, organisation), organisation.zone)
    currencies = written_with(seen.sources, organisation.currency)
    return with_reader(seen, Readers(mark=seen.mark or ".", clock=clock, currencies=currencies))


def first_rows(home: Path, upload: Upload, request: ImportRequest) -> tuple[Table, list[Record], bool]:
    """The table, its first rows, and whether these are all. A large workbook is not read to its end for this."""
    if not store.rows_of(home, upload).exists() and workbook.is_workbook(request.path):
        table, whole = sampled(home, upload, request)
    else:
        table, whole = open_asked(request), True
    records = list(islice(table.records(), SAMPLE + 1))
    if not records:
        raise FileError(_("%(file)s has a header but no rows; there is nothing to import.") % {"file": request.name})
    return table, records[:SAMPLE], whole and len(records) <= SAMPLE


def sampled(home: Path, upload: Upload, request: ImportRequest) -> tuple[Table, bool]:
    """Reads the first rows of a sheet once; if these are all, they are what the import reads, too."""
    sample = store.sample_of(home, upload)
    if not sample.exists() and workbook.convert(request.path, request.sheet, sample, limit=SAMPLE):
        return rows_file.read(sample.rename(store.rows_of(home, upload))), True
    return rows_file.read(sample), False


def sources_of(kind: Kind, upload: Upload, request: ImportRequest, table: Table) -> list[Source]:
    """The chosen sources that the file has, complete or not, in the order of its columns."""
    chosen = upload.settings.get("columns", {})
    fields = [(index, name, kind.field_called(chosen.get(name, ""))) for index, name in enumerate(table.header)]
    columns = [Source(found, index, name) for index, name, found in fields if found is not None]
    return columns + fixed(kind, request)


def decimals(seen: Look) -> DecimalGuess:
    guess = DecimalGuess()
    for source in seen.sources:
        if source.field.type in NUMBERS and source.index is not None:
            for cell in cells(seen, source.index):
                guess.feed(cell)
    return guess


def cells(seen: Look, index: int) -> Iterator[str]:
    return (record.cells[index] for record in seen.records if record.fault is None)


def dates(seen: Look, request: ImportRequest) -> Iterator[Dates]:
    """Each mapped column of dates with its layout, as chosen or as its cells tell."""
    for source in seen.sources:
        if source.index is None or source.field.type not in DATE_TYPES:
            continue
        name, months = source.field.name, source.field.type == "month"
        column = DateColumn(source.label)
        for cell in cells(seen, source.index):
            if not (months and is_month(cell)):
                column.feed(cell)
        yield guessed(column, name, request.date_formats.get(name) or request.date_formats.get(""))


def guessed(column: DateColumn, name: str, asked: str | None) -> Dates:
    example = next(iter(column.examples.values()), "")
    try:
        return Dates(name, column.label, asked or column.layout(), bool(asked), example=example)
    except AmbiguousDates as doubt:
        example = column.examples.get(doubt.choices, example)
        return Dates(name, column.label, asked, bool(asked), doubt.choices, example)


def with_reader(seen: Look, readers: Readers) -> Look:
    """With what reads its rows, as far as the sources are clear; values for all rows that are no good are left out."""
    bad: dict[str, str] = {}
    layouts = {one.field: one.layout for one in seen.dates}
    once: dict[str, Source] = {}
    for source in seen.sources:
        once.setdefault(source.field.name, source)
    while True:
        try:
            good = [source for source in once.values() if source.field.name not in bad]
            return replace(seen, bad_set=bad, reader=RowReader(seen.kind, good, readers, layouts))
        except BadConstant as error:
            bad[error.field] = error.said
        except (FileError, WrongUsage) as error:  # a date for all rows that may be read in two ways
            return replace(seen, bad_set={**bad, "": str(error)})
