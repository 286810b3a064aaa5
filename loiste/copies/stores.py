"""Connections beside the usual one: to see one moment of the rows, to carry them somewhere else."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from loiste.copies.errors import CopyError
from loiste.copies.tables import Table, every, name
from loiste.timeline.models import Block

HERE = DEFAULT_DB_ALIAS
REPEATABLE_READ = 3  # as psycopg numbers it


@contextmanager
def beside(settings: dict[str, Any], alias: str) -> Iterator[str]:
    """A further connection of this thread, by its name, until the end of the block."""
    connections.settings[alias] = settings
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def like_here() -> dict[str, Any]:
    """The settings of the usual connection."""
    return copy.deepcopy(connections[HERE].settings_dict)


@contextmanager
def moment() -> Iterator[str]:
    """The rows as they stand together at one moment, under the name of a connection. Writers are not held up."""
    settings = like_here()
    options = settings["OPTIONS"]
    if connections[HERE].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:  # Django's own connection, which takes no turn as a writer
        settings["ENGINE"], options["isolation_level"] = "django.db.backends.postgresql", REPEATABLE_READ
    with beside(settings, "moment") as alias, transaction.atomic(using=alias):
        Block.objects.using(alias).exists()  # the moment begins with the first look
        yield alias


def with_defaults(settings: dict[str, Any]) -> dict[str, Any]:
    """What Django needs to know of a connection, and was not said."""
    complete = ConnectionHandler({HERE: copy.deepcopy(settings)}).settings[HERE]
    return dict(complete)


def up_to_date() -> None:
    """CopyError when the tables are not those of this Loiste."""
    executor = MigrationExecutor(connections[HERE])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CopyError(_("The tables are not up to date; run `loiste init`, then try again."))


class To:
    """Sends all that names no store to one of them."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        return self.alias

    db_for_write = db_for_read


@contextmanager
def everything_to(alias: str) -> Iterator[None]:
    """Migrations that bring rows up to date do not say in which store."""
    way = To(alias)
    router.routers.insert(0, way)
    try:
        yield
    finally:
        router.routers.remove(way)


def hold_writers(alias: str) -> None:
    """Lets nobody else write until the end of the transaction; SQLite has one writer anyway."""
    if connections[alias].vendor == "postgresql":
        names = ", ".join(connections[alias].ops.quote_name(name(table)) for table in every())
        with connections[alias].cursor() as cursor:
            cursor.execute(f"lock table {names} in exclusive mode")


def empty(tables: list[Table], alias: str) -> None:
    """Deletes every row; what refers to what is looked at when the transaction ends."""
    with connections[alias].cursor() as cursor:
        for table in tables:
            cursor.execute(f"delete from {connections[alias].ops.quote_name(name(table))}")


def count_on(alias: str) -> None:
    """Makes the next rows get keys after those that were written with their own."""
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), list(every())):
            cursor.execute(statement)
