"""From records to rows: values, identity and signals, or the reason why not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from loiste.sources.files.cells import Readers
from loiste.sources.files.columns import Column, part
from loiste.sources.files.date_guess import DateColumn
from loiste.sources.files.dates import ISO
from loiste.sources.files.errors import BadCell, WrongUsage
from loiste.sources.files.identity import MARK
from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.mapping import Source
from loiste.sources.files.reasons import reason
from loiste.sources.files.records import Record

BLOCK = 5_000  # rows that are read column by column together


@dataclass(frozen=True)
class Refusal:
    """A row that is not taken in: its number among the rows, its line, and the cell to blame (column "" = the row)."""

    row: int
    line: int
    column: str
    value: str
    code: str
    cells: tuple[str, ...]


class Row(NamedTuple):
    """`number` counts the rows of the file from 0. `said`: all that the row says, in normal form, field by field."""

    number: int
    record: Record
    values: dict[str, Any]
    said: str


class BadConstant(WrongUsage):
    """The value for all rows of `field` cannot be read; `said`: why."""

    def __init__(self, field: str, text: str, said: str) -> None:
        super().__init__(text)
        self.field, self.said = field, said


def constant(source: Source, readers: Readers, layout: str | None) -> Any:
    """The value that --set gives to all rows. Dates may be in ISO or in a layout that shows on their face."""
    guess = DateColumn(f"--set {source.field.name}")
    guess.feed(source.constant)
    for way in (ISO, layout, None):
        try:
            return readers.reader(source.field.type, way or guess.layout())(source.constant)
        except BadCell as bad:
            fault = bad
    text = reason(fault.code, source.label, source.constant)
    raise BadConstant(source.field.name, f"--set {source.field.name}={source.constant}: {text}", text) from fault


class RowReader:
    """Reads records by the sources of their fields. `layouts`: field -> layout of its dates."""

    def __init__(self, kind: Kind, sources: list[Source], readers: Readers, layouts: dict[str, str | None]) -> None:
        self.kind, self.sources = kind, sources
        self.by_field = {source.field.name: source for source in sources}
        self.required = [each.name for each in kind.fields if each.required]
        self.names = [source.field.name for source in sources]
        self.columns: dict[str, Column] = {}
        self.constants: dict[str, Any] = {}
        for source in sources:
            name, type_, layout = source.field.name, source.field.type, layouts.get(source.field.name)
            if source.index is None:
                self.constants[name] = constant(source, readers, layout)
            else:
                self.columns[name] = Column(name, type_, readers.reader(type_, layout))

    def read(self, source: Source, cells: list[tuple[str, ...]], rows: int) -> tuple[Sequence[Any], list[str]]:
        """The values of a source for so many rows, and what they say; `cells`: column by column."""
        name = source.field.name
        if source.index is not None:
            return self.columns[name].read_all(cells[source.index])
        value = self.constants[name]
        return [value] * rows, [part(name, value)] * rows

    def check(self, values: dict[str, Any]) -> None:
        """BadCell when the row cannot be taken in as a whole."""
        for name in self.required:
            if values[name] is None:
                raise BadCell("missing", name)
        self.kind.check(values)

    def row(self, number: int, record: Record, values: tuple[Any, ...], said: tuple[str, ...]) -> Row | Refusal:
        named = dict(zip(self.names, values, strict=True))
        try:
            self.check(named)
        except BadCell as bad:
            return self.refusal(number, record, bad.code, bad.field)
        return Row(number, record, named, MARK.join(said if "" not in said else filter(None, said)))

    def unreadable(self, number: int, record: Record, values: tuple[Any, ...]) -> Refusal | None:
        """The refusal for the first cell that could not be read, if there is one."""
        bad = next((value for value in values if type(value) is BadCell), None)
        return self.refusal(number, record, bad.code, bad.field) if bad else None

    def refusal(self, number: int, record: Record, code: str, field: str | None = None) -> Refusal:
        source = self.by_field.get(field or "")
        cells = tuple(record.cells)
        if source is None:
            return Refusal(number, record.line, field or "", "", code, cells)
        value = source.constant if source.index is None else cells[source.index].strip()
        return Refusal(number, record.line, source.label, value, code, cells)

    def rows(self, records: Iterable[Record]) -> Iterator[Row | Refusal]:
        """Each record as a row or as its refusal, in order."""
        following, first = iter(records), 0
        while block := list(islice(following, BLOCK)):
            yield from self.block(first, block)
            first += len(block)

    def block(self, first: int, records: list[Record]) -> Iterator[Row | Refusal]:
        """Some records, the sound ones read column by column: that is several times as fast as row by row."""
        sound = [record.cells for record in records if record.fault is None]
        cells = list(zip(*sound, strict=True))
        read = [self.read(source, cells, len(sound)) for source in self.sources] if sound else []
        values = zip(*[column for column, _said in read], strict=True)
        said = zip(*[parts for _column, parts in read], strict=True)
        rows = zip(values, said, strict=True)
        doubt = any(column.failed for column in self.columns.values())
        for number, record in enumerate(records, first):
            if record.fault:
                yield self.refusal(number, record, record.fault)
                continue
            mine, parts = next(rows)
            yield (doubt and self.unreadable(number, record, mine)) or self.row(number, record, mine, parts)
