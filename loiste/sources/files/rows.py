"""From records to rows: values, identity and signals, or the reason why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from loiste.sources.files.cells import Reader, Readers
from loiste.sources.files.date_guess import DateColumn
from loiste.sources.files.dates import ISO
from loiste.sources.files.errors import BadCell, WrongUsage
from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.mapping import Source
from loiste.sources.files.reasons import reason
from loiste.sources.files.records import Record


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
    """`number` counts the rows of the file from 0."""

    number: int
    record: Record
    values: dict[str, Any]


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
    raise WrongUsage(f"--set {source.field.name}={source.constant}: {text}") from fault


def always(value: Any) -> Reader:
    return lambda _cell: value


class RowReader:
    """Reads records by the sources of their fields. `layouts`: field -> layout of its dates."""

    def __init__(self, kind: Kind, sources: list[Source], readers: Readers, layouts: dict[str, str | None]) -> None:
        self.kind, self.sources = kind, sources
        self.by_field = {source.field.name: source for source in sources}
        self.required = [each.name for each in kind.fields if each.required]
        self.steps: list[tuple[str, int, Reader]] = []
        for source in sources:
            name, layout = source.field.name, layouts.get(source.field.name)
            if source.index is None:
                self.steps.append((name, 0, always(constant(source, readers, layout))))
            else:
                self.steps.append((name, source.index, readers.reader(source.field.type, layout)))

    def values(self, cells: list[str]) -> dict[str, Any]:
        """Field -> value, in the order of the fields' names. BadCell when the row cannot be taken in."""
        values: dict[str, Any] = {}
        name = ""
        try:
            for name, index, read in self.steps:
                values[name] = read(cells[index])
        except BadCell as bad:
            raise BadCell(bad.code, name) from bad
        for name in self.required:
            if values[name] is None:
                raise BadCell("missing", name)
        self.kind.check(values)
        return values

    def refusal(self, number: int, record: Record, code: str, field: str | None = None) -> Refusal:
        source = self.by_field.get(field or "")
        cells = tuple(record.cells)
        if source is None:
            return Refusal(number, record.line, field or "", "", code, cells)
        value = source.constant if source.index is None else cells[source.index].strip()
        return Refusal(number, record.line, source.label, value, code, cells)

    def rows(self, records: Iterable[Record]) -> Iterator[Row | Refusal]:
        """Each record as a row or as its refusal, in order."""
        for number, record in enumerate(records):
            if record.fault:
                yield self.refusal(number, record, record.fault)
                continue
            try:
                yield Row(number, record, self.values(record.cells))
            except BadCell as bad:
                yield self.refusal(number, record, bad.code, bad.field)
