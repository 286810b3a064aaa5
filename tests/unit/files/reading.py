"""Reads one row, given as field=text, the way a file's row is read."""

from zoneinfo import ZoneInfo

from loiste.sources.files.cells import Readers
from loiste.sources.files.dates import Clock
from loiste.sources.files.errors import BadCell
from loiste.sources.files.identity import Identifier
from loiste.sources.files.kinds.catalogue import find_kind
from loiste.sources.files.mapping import Source
from loiste.sources.files.rows import RowReader

HELSINKI = ZoneInfo("Europe/Helsinki")


def read(kind_name, *, mark=".", zone=HELSINKI, layouts=None, **cells):
    """(kind, values) of a row; `attr__x` stands for attr.x. BadCell when it is refused."""
    kind = find_kind(kind_name)
    names = sorted(name.replace("attr__", "attr.") for name in cells)
    sources = [Source(kind.field_called(name), index, name) for index, name in enumerate(names)]
    sources.sort(key=lambda source: source.field.name)
    reader = RowReader(kind, sources, Readers(mark=mark, clock=Clock(zone, HELSINKI)), layouts or {})
    return kind, reader.values([cells[name.replace("attr.", "attr__")] for name in names])


def signals(kind_name, **cells):
    """The signals of a row, without the columns that are null."""
    kind, values = read(kind_name, **cells)
    ref = Identifier(kind).of(values).ref
    return [{k: v for k, v in signal.items() if v is not None} for signal in kind.signals(values, ref)]


def refusal(kind_name, **cells):
    """(code, field) of the refusal of a row; None when it is taken in."""
    try:
        read(kind_name, **cells)
    except BadCell as bad:
        return bad.code, bad.field
    return None


def identity(kind_name, **cells):
    kind, values = read(kind_name, **cells)
    return Identifier(kind).of(values)
