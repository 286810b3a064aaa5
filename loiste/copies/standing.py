"""How this installation stands before rows are replaced or moved: at work, or empty."""

from datetime import datetime
from pathlib import Path

from django.db import connections
from django.utils.translation import gettext as _

from loiste.copies import rows, tables
from loiste.copies.errors import CopyError
from loiste.copies.stores import HERE
from loiste.organisation import config
from loiste.timeline.models import Lease


def refuse_running(now: datetime) -> None:
    """CopyError while somebody holds a job: the system has to be stopped."""
    there = tables.name(Lease) in connections[HERE].introspection.table_names() if reachable() else False
    if there and Lease.objects.filter(until__gt=now).exists():
        text = _("Loiste is running here; stop `loiste serve` and `loiste worker`, wait ten seconds and try again.")
        raise CopyError(text)


def reachable() -> bool:
    """A file of SQLite that is not there is not made by asking."""
    name = str(connections[HERE].settings_dict["NAME"])
    return connections[HERE].vendor != "sqlite" or name.startswith("file:") or Path(name).exists()


def is_empty(home: Path) -> bool:
    """Whether nothing would be lost: no settings here, and no row in any table."""
    return not config.exists(home) and not (reachable() and has_rows(HERE))


def has_rows(alias: str) -> bool:
    """Whether any table of a copy is there with a row."""
    theirs = set(connections[alias].introspection.table_names())
    return any(tables.name(table) in theirs and rows.some(table, alias) for table in tables.copied())
