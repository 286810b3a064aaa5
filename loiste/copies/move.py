"""`loiste move`: the rows go to another store. Blocks stay where they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.copies import standing, stores, tables
from loiste.copies.carrying import carry
from loiste.copies.errors import CopyError
from loiste.copies.stores import HERE
from loiste.organisation import database, whereabouts
from loiste.organisation.environment import BadSetting

SQLITE = "sqlite"
Settings = dict[str, Any]
Tell = Callable[[int, int], None]  # tables done, of all


@dataclass(frozen=True)
class Moved:
    """Where the rows are now, and how many by table."""

    store: str
    rows: dict[str, int]


def target(home: Path, url: str, environ: Mapping[str, str]) -> Settings:
    """Settings of the store that is meant: `sqlite` is the file in the home. CopyError when it cannot be told."""
    try:
        return database.sqlite(home) if url == SQLITE else database.database({**environ, database.URL: url}, home)
    except BadSetting as error:
        raise CopyError(str(error)) from error


def move(home: Path, target: Settings, *, by: Actor, now: datetime, tell: Tell) -> Moved:
    """Carries every row to the store of these settings, which must be empty; all of it or nothing.

    From then on the home expects its rows there. CopyError says why not.
    """
    check(by, Right.COPY)
    standing.refuse_running(now)
    stores.up_to_date()
    with stores.beside(stores.with_defaults(target), "target") as alias:
        try:
            prepare(alias)
            with transaction.atomic(), transaction.atomic(using=alias):
                stores.hold_writers(HERE)
                stores.empty(tables.replaced(), alias)  # of what migrations may have put there
                carried = carry_all(alias, tell)
                finish(carried, alias, by, now)
        except DatabaseError as error:
            text = _("The other database cannot take the rows (%(why)s). Nothing was moved.")
            raise CopyError(text % {"why": " ".join(str(error).split())}) from error
        store = connections[alias].vendor
    whereabouts.note(home, store)
    return Moved(store, carried)


def prepare(alias: str) -> None:
    """Makes the tables. CopyError when there are others already, or rows in ours."""
    theirs = connections[alias].introspection.table_names()
    if (theirs and "django_migrations" not in theirs) or standing.has_rows(alias):
        raise CopyError(_("The other database is not empty; name an empty one. Nothing was moved."))
    executor = MigrationExecutor(connections[alias])
    with stores.everything_to(alias):
        executor.migrate(executor.loader.graph.leaf_nodes())


def carry_all(alias: str, tell: Tell) -> dict[str, int]:
    every = tables.copied()
    carried = {}
    for number, table in enumerate(every, start=1):
        carried[tables.name(table)] = carry(table, HERE, alias)
        tell(number, len(every))
    return carried


def finish(carried: dict[str, int], alias: str, by: Actor, now: datetime) -> None:
    connections[alias].check_constraints()
    stores.count_on(alias)
    said = {"store": connections[alias].vendor, "rows": sum(carried.values())}
    audit.line(by, "copy.move", "", now, after=said).save(using=alias, force_insert=True)
