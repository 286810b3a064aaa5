"""Reads one row, given as field=text, the way a file's row is read."""

from zoneinfo import ZoneInfo

from loiste.sources.files.cells import Readers
from loiste.sources.files.dates import Clock
from loiste.sources.files.identity import Identifier
from loiste.sources.files.kinds.catalogue import find_kind
from loiste.sources.files.mapping import Source
from loiste.sources.files.records import Record
from loiste.sources.files.rows import Refusal, RowReader

HELSINKI = ZoneInfo("Europe/Helsinki")


def read_row(kind_name, *, mark=".", zone=HELSINKI, layouts=None, **cells):
    """(kind, row or its refusal); `attr__x` stands for attr.x."""
    kind = find_kind(kind_name)
    names = [name.replace("attr__", "attr.") for name in cells]
    sources = [Source(kind.field_called(name), index, name) for index, name in enumerate(names)]
    sources.sort(key=lambda source: source.field.name)
    reader = RowReader(kind, sources, Readers(mark=mark, clock=Clock(zone, HELSINKI)), layouts or {})
    (row,) = reader.rows([Record(2, list(cells.values()), None)])
    return kind, row


def signals(kind_name, **cells):
    """The signals of a row, without the columns that are null."""
    kind, row = read_row(kind_name, **cells)
    ref = Identifier(kind).of(row.values, row.said).ref
    return [{k: v for k, v in signal.items() if v is not None} for signal in kind.signals(row.values, ref)]


def refusal(kind_name, **cells):
    """(code, field) of the refusal of a row; None when it is taken in."""
    _kind, row = read_row(kind_name, **cells)
    return (row.code, row.column) if isinstance(row, Refusal) else None


def identity(kind_name, **cells):
    kind, row = read_row(kind_name, **cells)
    return Identifier(kind).of(row.values, row.said)
