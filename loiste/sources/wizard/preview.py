"""The first rows as they will be read: every cell with its value or with what is wrong with it."""

from dataclasses import dataclass
from typing import Any

from loiste.sources.files.errors import BadCell
from loiste.sources.files.identity import NORMAL
from loiste.sources.files.reasons import reason
from loiste.sources.files.records import Record
from loiste.sources.files.rows import RowReader
from loiste.sources.wizard.look import Look

SHOWN = 10


@dataclass(frozen=True)
class Cell:
    """`text`: the value in its normal form, or the cell as written when `fault` says why it cannot be read."""

    text: str
    fault: str = ""


@dataclass(frozen=True)
class PreviewRow:
    """`fault`: what is wrong with the row as a whole; empty when a cell says it, or nothing is wrong."""

    line: int
    cells: list[Cell]
    fault: str


def preview(seen: Look, count: int = SHOWN) -> list[PreviewRow]:
    """The first rows; nothing while it is not clear how to read them."""
    reader = seen.reader
    return [] if reader is None else [row(reader, record, not seen.missing) for record in seen.records[:count]]


def row(reader: RowReader, record: Record, complete: bool) -> PreviewRow:
    """`complete`: all fields that a row needs come from somewhere, so that the row can be judged as a whole."""
    if record.fault:
        cells = [Cell(cell) for cell in record.cells[: len(reader.sources)]]
        return PreviewRow(record.line, cells, reason(record.fault, "", ""))
    read = {source.field.name: value(reader, record, source.field.name) for source in reader.sources}
    faults = {name: found for name, found in read.items() if isinstance(found, BadCell)}
    if complete and not faults:
        try:
            reader.check({name: read.get(name) for name in {*reader.names, *reader.required}})
        except BadCell as bad:
            faults[bad.field or ""] = bad
    cells = [cell(reader, record, source.field.name, read, faults) for source in reader.sources]
    elsewhere = [said(reader, record, name, bad) for name, bad in faults.items() if name not in read]
    return PreviewRow(record.line, cells, " ".join(elsewhere))


def value(reader: RowReader, record: Record, name: str) -> Any:
    index = reader.by_field[name].index
    return reader.constants[name] if index is None else reader.columns[name][record.cells[index]][0]


def cell(reader: RowReader, record: Record, name: str, read: dict[str, Any], faults: dict[str, BadCell]) -> Cell:
    if name in faults:
        return Cell(written(reader, record, name), said(reader, record, name, faults[name]))
    found = read[name]
    return Cell("" if found is None else NORMAL[type(found)](found))


def written(reader: RowReader, record: Record, name: str) -> str:
    source = reader.by_field.get(name)
    if source is None:
        return ""
    return source.constant if source.index is None else record.cells[source.index].strip()


def said(reader: RowReader, record: Record, name: str, bad: BadCell) -> str:
    source = reader.by_field.get(name)
    return reason(bad.code, source.label if source else name, written(reader, record, name))
