"""Rows carried between SQLite and PostgreSQL: every number stays, all of it arrives or nothing."""

import os
import shutil

import pytest
from django.db import connection

from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Audit, Contact, User
from loiste.copies import carrying, move, rows, stores, tables
from loiste.copies.errors import CopyError
from loiste.organisation import whereabouts
from loiste.organisation.environment import BadSetting
from loiste.timeline.models import Lease
from tests import cluster
from tests.integration.copies.conftest import NOW, numbers, restored


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of its own."""
    if not shutil.which("initdb") and not os.path.isdir("/usr/lib/postgresql"):
        pytest.skip("PostgreSQL is not installed here")
    folder = cluster.begin()
    yield folder
    cluster.end(folder)


@pytest.fixture
def target(server, request):
    """The settings of an empty database."""
    name = f"to_{abs(hash(request.node.name))}"
    cluster.told(f"create database {name}", folder=server)
    return move.target(server, cluster.url(name, server), {})


def moved(home, target):
    return move.move(home, target, by=COMMAND_LINE, now=NOW, tell=lambda done, of: None)


def test_every_number_is_the_same_there_and_back(made, elsewhere, target, tmp_path):
    restored(made.tar, elsewhere)
    letter = "\x00" if connection.vendor == "sqlite" else "\N{REPLACEMENT CHARACTER}"
    Contact.objects.create(ref="odd", name=f"a{letter}b")
    counts = moved(elsewhere, target).rows
    with stores.beside(stores.with_defaults(target), "there") as alias, stores.everything_to(alias):
        assert numbers(elsewhere) == made.numbers
        assert counts == {tables.name(table): table.objects.count() for table in tables.copied()} | {
            "accounts_audit": Audit.objects.count() - 1
        }
        assert Contact.objects.get(ref="odd").name == "a\N{REPLACEMENT CHARACTER}b"
        assert User.objects.create_user("next@example.org", "x").pk > 1  # keys go on after those that came
        back = stores.with_defaults(move.target(tmp_path, "sqlite", {}))
        with stores.beside(back, "back") as other:
            move.prepare(other)
            for table in tables.copied():
                carrying.carry(table, alias, other)
    with pytest.raises(BadSetting, match="moved to PostgreSQL"):
        whereabouts.check(elsewhere, "sqlite")
    whereabouts.check(elsewhere, "postgresql")


def test_a_database_that_holds_something_is_refused(made, elsewhere, target):
    restored(made.tar, elsewhere)
    moved(elsewhere, target)
    with pytest.raises(CopyError, match="not empty"):
        moved(elsewhere, target)


def test_a_move_that_fails_half_way_leaves_nothing_and_can_be_done_again(made, elsewhere, target, monkeypatch):
    restored(made.tar, elsewhere)
    digest = rows.digest
    monkeypatch.setattr(
        rows, "digest", lambda table, alias, like: (alias, 0) if table is Audit else digest(table, alias, like)
    )
    with pytest.raises(CopyError, match="did not arrive"):
        moved(elsewhere, target)
    with stores.beside(stores.with_defaults(target), "there") as alias:
        assert not Contact.objects.using(alias).exists()
    monkeypatch.setattr(rows, "digest", digest)
    assert moved(elsewhere, target).store == "postgresql"


def test_a_system_at_work_is_not_moved(made, elsewhere, target):
    restored(made.tar, elsewhere)
    Lease.objects.create(job="drain", holder="somebody", until=NOW.replace(hour=13))
    with pytest.raises(CopyError, match="running"):
        moved(elsewhere, target)


def test_an_address_that_is_none_is_told_without_its_password(tmp_path):
    with pytest.raises(CopyError) as said:
        move.target(tmp_path, "mysql://me:hunter2@host/db", {})
    assert "postgres://" in str(said.value) and "hunter2" not in str(said.value)
