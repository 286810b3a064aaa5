"""Backups into a folder take over only what is new, survive being killed, and are made and watched over by the worker."""

import errno
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from loiste.accounts.actors import COMMAND_LINE
from loiste.copies import book, making, writing
from loiste.copies.backup import backup
from loiste.copies.content import FILE
from loiste.copies.errors import CopyError
from loiste.copies.export import export
from loiste.copies.models import Backup
from loiste.copies.reading import opened
from loiste.copies.stores import moment
from loiste.jobs.backups import make_due
from loiste.organisation import config
from loiste.organisation.config import BackupSettings, Organisation
from loiste.timeline import blocks, merging
from loiste.timeline.models import Block, Lease
from tests.integration.copies.conftest import NOW, restored
from tests.integration.sending import send, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stores")]
LATER = NOW + timedelta(hours=1)


def hold(path):
    """Every file below a folder, with the moment of its last change."""
    return {one.relative_to(path).as_posix(): one.stat().st_mtime_ns for one in path.rglob("*") if one.is_file()}


def stands(path):
    """The moment of the copy, once all of it is found whole."""
    from loiste.copies import checking

    with opened(path) as copy:
        checking.check(copy, making.quiet)
        return copy.content.made_at


@pytest.fixture
def sent(home):
    """Two events on the timeline, in a block each."""
    send(home, "web", track("u1", "K1", messageId="a"))
    send(home, "web", track("u2", "K1", messageId="b"))
    return home


def test_the_second_backup_copies_only_new_blocks(sent, tmp_path):
    assert backup(sent, tmp_path / "b", by=COMMAND_LINE, now=NOW).blocks_copied == 2
    before = hold(tmp_path / "b")
    send(sent, "web", track("u3", "K1", messageId="c"))
    row = backup(sent, tmp_path / "b", by=COMMAND_LINE, now=LATER)
    after = hold(tmp_path / "b")
    assert (row.blocks, row.blocks_copied) == (3, 1)
    assert all(after[name] == when for name, when in before.items() if name.startswith("blocks/"))
    assert stands(tmp_path / "b") == LATER.isoformat()


def test_what_no_backup_names_any_more_is_removed_and_strangers_files_stay(sent, tmp_path):
    backup(sent, tmp_path / "b", by=COMMAND_LINE, now=NOW)
    (tmp_path / "b" / "notes.txt").write_text("mine")
    assert merging.merge(sent, NOW, many=2) == 2
    row = backup(sent, tmp_path / "b", by=COMMAND_LINE, now=LATER)
    held = hold(tmp_path / "b")
    assert row.blocks == row.blocks_copied == 1
    assert [name for name in held if name.startswith("blocks/")] == [Block.objects.get(replaced_at=None).path]
    assert len({name.split("/")[0] for name in held if "organisation.yaml" in name}) == 1 and "notes.txt" in held


class Killed(BaseException):
    """The process is gone: nothing is tidied up."""


def test_killed_at_any_write_the_former_backup_is_whole(sent, tmp_path, monkeypatch):
    backup(sent, tmp_path / "b", by=COMMAND_LINE, now=NOW)
    send(sent, "web", track("u3", "K1", messageId="c"))
    monkeypatch.setattr(writing.FolderOut, "abort", lambda self: None)
    real, number = os.replace, 0
    while True:
        number += 1
        left = [number]

        def dying(source, target, left=left):
            left[0] -= 1
            if not left[0]:
                raise Killed
            real(source, target)

        monkeypatch.setattr(writing.os, "replace", dying)
        try:
            backup(sent, tmp_path / "b", by=COMMAND_LINE, now=LATER)
            break
        except Killed:
            assert stands(tmp_path / "b") == NOW.isoformat()
    assert number > 20 and stands(tmp_path / "b") == LATER.isoformat()
    assert not [name for name in hold(tmp_path / "b") if name.endswith(".part")]
    assert len([one for one in (tmp_path / "b").iterdir() if one.is_dir()]) == 2  # blocks, and the newest state


@pytest.mark.parametrize("name", ["b", "b.tar"])
def test_a_full_disk_is_told_and_leaves_the_former_backup(sent, tmp_path, monkeypatch, name):
    backup(sent, tmp_path / name, by=COMMAND_LINE, now=NOW)

    def full(file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "settle", full)
    with pytest.raises(CopyError, match="is full; make room"):
        backup(sent, tmp_path / name, by=COMMAND_LINE, now=LATER)
    assert stands(tmp_path / name) == NOW.isoformat()
    assert "full" in book.last().error and book.last_good().made_at == NOW
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_holds_something_else_is_left_alone(sent, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    export(sent, tmp_path / "e", by=COMMAND_LINE, now=NOW)
    for path in (tmp_path / "mine", tmp_path / "e"):
        with pytest.raises(CopyError, match="holds something else"):
            backup(sent, path, by=COMMAND_LINE, now=NOW)
    with pytest.raises(CopyError, match="is there already"):
        export(sent, tmp_path / "mine", by=COMMAND_LINE, now=NOW)


def test_a_block_that_is_missing_here_is_told(sent, tmp_path):
    (sent / Block.objects.first().path).unlink()
    with pytest.raises(CopyError, match="is missing or damaged"):
        backup(sent, tmp_path / "b.tar", by=COMMAND_LINE, now=NOW)
    assert not list(tmp_path.glob("*b.tar*"))


def test_what_is_written_while_a_copy_is_made_does_not_get_into_it(sent):
    with moment() as alias:
        before = Block.objects.using(alias).count()
        if connections["default"].vendor != "sqlite" or not connections["default"].is_in_memory_db():
            Block.objects.create(path="x", kind="usage", rows=1, bytes=1, schema=1, created_at=NOW)
        assert Block.objects.using(alias).count() == before


def test_replaced_blocks_stay_while_a_copy_is_made(sent):
    merging.merge(sent, NOW, many=2)
    days_later = NOW + timedelta(days=2)
    Lease.objects.create(job=making.JOB, holder="x", until=days_later + timedelta(seconds=8))
    assert blocks.sweep(sent, days_later) == 0
    assert blocks.sweep(sent, days_later + timedelta(seconds=9)) == 0 and Block.objects.count() == 1


def older(path):
    """The copy as a Loiste without the book of backups, and with less said of refused events, would have made it."""
    said = json.loads((path / FILE).read_text())
    del said["migrations"]["copies"], said["tables"]["copies_backup"]
    names = said["migrations"]["sources"]
    said["migrations"]["sources"] = names[: names.index("0004_refused")]
    name = "tables/sources_refusedevent.jsonl"
    place = path / said["folder"] / name
    rows = [json.loads(line) for line in place.read_bytes().splitlines()]
    place.write_bytes(
        b"".join(
            json.dumps({k: v for k, v in row.items() if k not in ("sent_at", "type")}).encode() + b"\n" for row in rows
        )
    )
    with place.open("rb") as file:
        from loiste.copies import checking

        said["files"][name] = checking.found(file, 10**9).model_dump()
    (path / FILE).write_text(json.dumps(said))


def test_a_copy_of_an_older_loiste_takes_the_way_of_an_upgrade(sent, tmp_path):
    from loiste.sources.models import RefusedEvent

    send(sent, "web", {"type": "strange"})
    backup(sent, tmp_path / "b", by=COMMAND_LINE, now=NOW)
    older(tmp_path / "b")
    restored(tmp_path / "b", tmp_path / "there")
    assert RefusedEvent.objects.get().sent_at == "" and Backup.objects.count() == 0
    assert Block.objects.count() == 2 and not list((tmp_path / "there" / "tmp").glob("older-*"))
    assert send(tmp_path / "there", "web", track("u1", "K1", messageId="a"), track("u9", "K1", messageId="z")) == 1


def wish(home, **more):
    config.save(home, Organisation(name="Test", language="en", backup=BackupSettings(**more)))


def test_the_worker_makes_a_backup_when_it_is_due(sent, tmp_path):
    assert not make_due(sent, NOW)
    wish(sent, path=str(tmp_path / "b"), every_hours=6)
    assert make_due(sent, NOW) and not make_due(sent, NOW + timedelta(hours=5))
    assert make_due(sent, NOW + timedelta(hours=6)) and Backup.objects.count() == 2


def test_a_backup_that_fails_is_in_the_book_and_tried_again_later(sent, tmp_path):
    (tmp_path / "b").write_text("a file")
    wish(sent, path=str(tmp_path / "b"))
    assert not make_due(sent, NOW) and not make_due(sent, NOW + timedelta(minutes=14))
    assert Backup.objects.get().error.endswith(".")
    (tmp_path / "b").unlink()
    assert make_due(sent, NOW + timedelta(minutes=15))


def test_worries_are_told_only_where_backups_were_asked_for():
    asked = BackupSettings(path="/b", every_hours=12)
    assert book.worry(BackupSettings(), NOW) == ""
    assert "No backup" in book.worry(asked, NOW)
    Backup.objects.create(made_at=NOW, path="/b")
    assert book.worry(asked, NOW + timedelta(hours=23)) == ""
    assert "24 h ago" in book.worry(asked, NOW + timedelta(hours=24))
    assert "3 h ago" in book.worry(BackupSettings(warn_after_hours=3), NOW + timedelta(hours=3))
    Backup.objects.create(made_at=LATER, path="/b", error="The disk is full.")
    assert "The disk is full." in book.worry(asked, LATER)


def test_admins_see_on_every_page_that_backups_do_not_come(sent, people, settings):
    settings.STATIC_ROOT = None
    wish(sent, warn_after_hours=24)
    shown = {}
    for name in ("owner", "colleague"):
        client = Client()
        client.force_login(people[name])
        shown[name] = "No backup has been made yet" in client.get("/sources/").content.decode()
    assert shown == {"owner": True, "colleague": False}


def test_a_path_that_is_not_whole_is_refused():
    with pytest.raises(config.BadSetting, match="whole path"):
        config.parse("backup: {path: backups}", "organisation.yaml")
    assert config.parse("backup: {path: /b.tar, every_hours: 3}", "x").backup.limit_hours == 6
    assert Path(BackupSettings(path="/b").path) == Path("/b")
