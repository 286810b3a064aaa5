"""Copies hold everything, give the same numbers elsewhere, and an export holds no secrets."""

import csv
import io
import json
import re
import tarfile

import pytest
from django.core.exceptions import PermissionDenied

from loiste.accounts.models import Audit, Dismissed, Suppression, User
from loiste.copies import content, move, restore, rows, standing, tables
from loiste.copies.backup import backup
from loiste.copies.errors import CopyError
from loiste.copies.export import export
from loiste.copies.making import quiet
from loiste.copies.models import Backup
from loiste.organisation import config
from loiste.sources.inbox.keys import holder
from loiste.sources.models import Delivery, Key, RefusedEvent, Upload
from loiste.sources.wizard import store
from loiste.timeline.models import Lease
from tests.integration.copies.conftest import MAIL, NOW, PASSWORD, UPLOAD, numbers, restored
from tests.integration.sending import drain, send, track

pytestmark = pytest.mark.store
SECRET = re.compile(r"password|secret|token|otp|hash|hint|\bkey\b|private")


@pytest.mark.parametrize("form", ["tar", "folder", "export"])
def test_a_copy_gives_the_same_numbers_elsewhere(form, made, elsewhere):
    found = restored(getattr(made, form), elsewhere)
    assert numbers(elsewhere) == made.numbers
    assert config.load(elsewhere).name == "Test"
    assert {name: table._base_manager.count() for name, table in named().items() if name in found.tables} == {
        **found.tables, "accounts_audit": found.tables["accounts_audit"] + 1
    }  # fmt: skip
    assert Audit.objects.latest("id").action == f"copy.restore_{found.kind}"


def named():
    return {tables.name(table): table for table in tables.copied()}


def test_a_backup_brings_back_who_may_enter_what_waits_and_what_was_refused(made, elsewhere):
    restored(made.tar, elsewhere)
    assert User.objects.get().check_password(PASSWORD)
    assert holder(made.secrets[0]) is not None
    assert (elsewhere / "secret.key").read_text() == made.secrets[2]
    assert (elsewhere / "secret.key").stat().st_mode & 0o077 == 0
    assert json.loads(bytes(Delivery.objects.get().body))["batch"][0]["messageId"] == "m2"
    assert RefusedEvent.objects.count() == 1
    assert store.file_of(elsewhere, Upload.objects.get()).read_bytes() == UPLOAD


def test_events_that_are_sent_again_after_a_restore_are_known(made, elsewhere):
    restored(made.folder, elsewhere)
    assert drain(elsewhere) == 1  # the delivery that was waiting
    assert send(elsewhere, "web", track("u1", "K1", messageId="m1"), track("u2", "K2", messageId="m2")) == 0
    assert send(elsewhere, "web", track("u3", "K1", messageId="m3")) == 1


def test_an_export_holds_no_secret(made, elsewhere):
    every = b"".join(path.read_bytes() for path in made.export.rglob("*") if path.is_file())
    assert [secret for secret in made.secrets if secret.encode() in every] == []
    restored(made.export, elsewhere)
    person = User.objects.get()
    assert (person.email, person.is_active, person.has_usable_password()) == (MAIL, False, False)
    assert Key.objects.count() == 0 and (elsewhere / "secret.key").read_text() != made.secrets[2]


def test_no_column_that_sounds_secret_goes_into_an_export():
    """A new table with one belongs into tables.NOT_EXPORTED, a column of a known one into tables.WITHHELD."""
    open_ = [
        f"{tables.label(table)}.{column}"
        for table in tables.copied("export")
        for column in rows.columns(table)
        if SECRET.search(column)
        and column not in tables.WITHHELD.get(tables.label(table), {})
        and table is not Suppression  # it goes where the data goes: with its key, or it would let the erased back in
    ]
    assert open_ == []


def test_an_export_is_read_by_people_and_says_what_it_holds(made):
    text = (made.export / "accounts.csv").read_text(encoding="utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text)))
    assert first["account_id"] == "K0" and first["name"] == "Ahven 0 Oy" and first["industry"] == "books"
    prices = csv.DictReader(io.StringIO((made.export / "subscriptions.csv").read_text(encoding="utf-8-sig")))
    assert sorted(row["mrr"] for row in prices) == ["100", "110", "120", "130"]
    assert "read_parquet" in (made.export / "README.txt").read_text(encoding="utf-8")


def test_a_tar_is_one_that_others_open_too_and_only_for_its_owner(made):
    with tarfile.open(made.tar) as tar:
        assert content.FILE in tar.getnames() and "tables/accounts_account.jsonl" in tar.getnames()
    assert made.tar.stat().st_mode & 0o077 == 0
    assert (made.folder / content.FILE).stat().st_mode & 0o077 == 0


def test_a_system_that_is_at_work_or_holds_something_is_not_replaced(made, elsewhere):
    assert standing.is_empty(elsewhere)
    restored(made.tar, elsewhere)
    assert not standing.is_empty(elsewhere)
    Lease.objects.create(job="drain", holder="somebody", until=NOW.replace(hour=13))
    with pytest.raises(CopyError, match="running"):
        standing.refuse_running(NOW)


def test_what_replaces_a_system_leaves_the_rows_that_must_stay(made, elsewhere, monkeypatch):
    monkeypatch.setattr(tables, "STAYING", ("accounts.dismissed",))
    Dismissed.objects.create(proposal="here only", by="t", at=NOW)
    Dismissed.objects.create(proposal="old", by="t", at=NOW)
    User.objects.create_user("somebody@example.org", PASSWORD)
    restored(made.tar, elsewhere)
    assert sorted(Dismissed.objects.values_list("proposal", flat=True)) == ["here only", "old"]
    assert [user.email for user in User.objects.all()] == [MAIL]
    assert Dismissed.objects.create(proposal="new", by="t", at=NOW).pk > 2


def test_a_step_that_fails_after_the_rows_leaves_everything_as_it_was(made, elsewhere, monkeypatch):
    def refuse(home, now):
        assert User.objects.get().email == MAIL
        raise CopyError("No.")

    monkeypatch.setattr(restore, "after_restore", [refuse])
    User.objects.create_user("somebody@example.org", PASSWORD)
    with pytest.raises(CopyError):
        restored(made.tar, elsewhere)
    assert [user.email for user in User.objects.all()] == ["somebody@example.org"]
    assert not config.exists(elsewhere) and not list(elsewhere.rglob("*.parquet"))


def test_the_book_of_backups_comes_with_a_backup_and_not_with_an_export(made, elsewhere):
    restored(made.folder, elsewhere)
    assert [row.path for row in Backup.objects.all()] == [str(made.tar)]
    restored(made.export, elsewhere)
    assert Backup.objects.count() == 0


@pytest.mark.parametrize("who", ["colleague", "read_only", "stranger"])
def test_only_administrators_copy(who, people, home, tmp_path):
    deeds = (
        lambda by: backup(home, tmp_path / "b", by=by, now=NOW),
        lambda by: export(home, tmp_path / "e", by=by, now=NOW),
        lambda by: move.move(home, {}, by=by, now=NOW, tell=quiet),
        lambda by: restore.restore(home, None, by=by, now=NOW),
    )
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed(people[who])
