"""One small installation with something of everything, and the copies made of it, for all tests of copies."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from loiste.accounts.actors import COMMAND_LINE
from loiste.cli.kpis import months
from loiste.metrics.told import as_object
from loiste.organisation import config
from loiste.organisation.config import Organisation

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
UPLOAD = b"account_id,name\nK9,Kiiski\n"
PASSWORD, MAIL = "correct horse battery", "owner@example.org"


@dataclass(frozen=True)
class Made:
    """Copies of one installation: a file, a folder, an export; its numbers by month, and its secrets."""

    home: Path
    tar: Path
    folder: Path
    export: Path
    numbers: str
    secrets: tuple[str, ...]


def numbers(home):
    """What `loiste kpis --monthly --json` prints."""
    from loiste.metrics.registry import metrics
    from loiste.metrics.run import measure

    days, organisation = months("2026-01..2026-11"), config.load(home)
    found = measure(home, organisation, metrics(), days)
    return json.dumps([as_object(day, found, None, None, organisation.currency) for day in days], default=str)


def told(home):
    """Something of everything that an installation holds; returns its secrets."""
    from loiste.accounts.models import Dismissed, User
    from loiste.accounts.team import add_user
    from loiste.sources.inbox.keys import add_key
    from loiste.sources.models import Upload
    from loiste.sources.wizard import store
    from tests.integration.sending import deliver, send, track
    from tests.shop import shop

    shop(home, 4)
    add_user(
        MAIL,
        name="Ömer \ud800".encode("utf-8", "replace").decode(),
        role="admin",
        password=PASSWORD,
        by=COMMAND_LINE,
        now=NOW,
    )
    key = add_key("web", scopes=["ingest"], source="web", by=COMMAND_LINE, now=NOW)
    send(home, "web", track("u1", "K1", messageId="m1"), {"type": "strange", "note": "\ud800"})
    deliver("web", track("u2", "K2", messageId="m2"))
    upload = Upload.objects.create(kind="accounts", file_name="a.csv", size=len(UPLOAD), by=MAIL, at=NOW)
    store.file_of(home, upload).write_bytes(UPLOAD)
    Dismissed.objects.create(proposal="old", by=MAIL, at=NOW)
    hash_ = User.objects.get().password
    return key, hash_, (home / "secret.key").read_text()


@pytest.fixture(scope="package")
def made(tmp_path_factory, django_db_setup, django_db_blocker):
    from loiste.copies.backup import backup
    from loiste.copies.export import export

    where = tmp_path_factory.mktemp("copies")
    home = where / "home"
    config.init_home(home, Organisation(name="Test", language="fi"))
    with django_db_blocker.unblock():
        secrets = told(home)
        backup(home, where / "b.tar", by=COMMAND_LINE, now=NOW)
        backup(home, where / "b", by=COMMAND_LINE, now=NOW)
        export(home, where / "e", by=COMMAND_LINE, now=NOW)
        found = Made(home, where / "b.tar", where / "b", where / "e", numbers(home), secrets)
        call_command("flush", verbosity=0, interactive=False)
    return found


@pytest.fixture
def stores(transactional_db, django_db_blocker, monkeypatch):
    """Copies open connections of their own, which tests may usually not."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)


@pytest.fixture
def elsewhere(tmp_path, stores):
    """A home that is not there yet, and empty tables."""
    from loiste.accounts import identities
    from loiste.timeline import engine

    identities._kept.clear()
    yield tmp_path / "elsewhere"
    engine.close()


def restored(path, home):
    from loiste.copies import restore
    from loiste.copies.reading import opened

    with opened(path) as copy:
        return restore.restore(home, copy, by=COMMAND_LINE, now=NOW)
