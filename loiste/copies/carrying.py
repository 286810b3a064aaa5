"""Carrying rows from one store to another."""

from django.utils.translation import gettext as _

from loiste.copies import rows, tables
from loiste.copies.errors import CopyError
from loiste.copies.tables import Table


def carry(table: Table, source: str, target: str) -> int:
    """All rows of a table, with their keys; returns how many. CopyError unless all arrived as they were.

    Call inside a transaction of the target.
    """
    written = rows.write(table, rows.stored(table, source), target)
    if rows.digest(table, source, target) != rows.digest(table, target, target):
        text = _("The rows of %(table)s did not arrive as they were. Nothing was changed; report this, please.")
        raise CopyError(text % {"table": tables.name(table)})
    return written
