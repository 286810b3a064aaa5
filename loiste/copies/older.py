"""A copy of an older Loiste: its rows go into tables as they were then, on the side, and take the way of an upgrade."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps

from loiste.copies import stores, tables
from loiste.copies.carrying import carry
from loiste.copies.content import Content
from loiste.copies.loading import load
from loiste.copies.reading import Copy
from loiste.copies.stores import HERE
from loiste.organisation import database

Node = tuple[str, str]


def is_older(content: Content) -> bool:
    return any(name not in content.migrations.get(app, []) for app, name in MigrationLoader(None).disk_migrations)


def load_older(home: Path, copy: Copy) -> None:
    """The rows of the copy, brought up to date. Call inside a transaction of the usual store."""
    with scratch(home) as alias:
        registry = as_then(copy.content, alias)
        then = list(tables.every(registry))
        with transaction.atomic(using=alias):
            stores.empty(then, alias)  # of what migrations may have put there
            load(copy, then, alias)
        executor = MigrationExecutor(connections[alias])
        with stores.everything_to(alias):
            executor.migrate(executor.loader.graph.leaf_nodes())
        for table in tables.copied():
            carry(table, alias, HERE)


@contextmanager
def scratch(home: Path) -> Iterator[str]:
    """An empty store on the side."""
    folder = home / "tmp" / f"older-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    try:
        with stores.beside(stores.with_defaults(database.sqlite(folder)), "scratch") as alias:
            yield alias
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_then(content: Content, alias: str) -> StateApps:
    """Makes the tables as the copy knew them; returns what speaks to them."""
    executor = MigrationExecutor(connections[alias])
    there = {(app, name) for app, names in content.migrations.items() for name in names}
    with stores.everything_to(alias):
        return executor.migrate(ends(executor.loader, there)).apps


def ends(loader: MigrationLoader, there: set[Node]) -> list[Node]:
    """The newest of each app: those that no other one of the app comes after."""
    followed = {
        (parent.key[0], parent.key[1]) for node in there for parent in loader.graph.node_map[node].parents
        if parent.key[0] == node[0]
    }  # fmt: skip
    return sorted(there - followed)
