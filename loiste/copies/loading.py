"""Rows of a copy into tables that look as those did from which it was made."""

from collections.abc import Iterable

from loiste.copies import checking, rows, tables
from loiste.copies.content import broken
from loiste.copies.reading import Copy
from loiste.copies.tables import Table


def load(copy: Copy, candidates: Iterable[Table], alias: str) -> None:
    """Every row of the copy, and as many as it says there are. Call inside a transaction."""
    for table in known(copy, candidates):
        written = rows.write(table, rows.read(table, checking.lines(copy, tables.name(table))), alias)
        if written != copy.content.tables[tables.name(table)] or written != table._base_manager.using(alias).count():
            raise broken(copy.path, tables.name(table))


def known(copy: Copy, candidates: Iterable[Table]) -> list[Table]:
    """The tables of the copy; CopyError when one has no place here."""
    by_name = {tables.name(table): table for table in candidates}
    strange = [name for name in copy.content.tables if name not in by_name]
    if strange:
        raise broken(copy.path, strange[0])
    return [table for name, table in by_name.items() if name in copy.content.tables]
