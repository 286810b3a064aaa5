"""Failures for want of room, told apart from other failures of the disk; and what a page says then."""

import errno
import sqlite3

import pytest

from loiste.pages.errors import broken
from loiste.plain import room
from loiste.plain.room import out_of_room


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
        RuntimeError("IO Error: Could not write file: No space left on device"),
        caused(ValueError("it failed"), OSError(errno.EDQUOT, "quota")),
    ],
)
def test_want_of_room_is_known_by_what_is_said(tmp_path, error):
    assert out_of_room(error, tmp_path)


def test_an_unclear_failure_of_the_disk_is_want_of_room_where_there_is_none(tmp_path, monkeypatch):
    error = sqlite3.OperationalError("disk I/O error")
    assert not out_of_room(error, tmp_path / "not" / "there")
    monkeypatch.setattr(room, "free", lambda folder: 0)
    assert out_of_room(error, tmp_path)
    assert not out_of_room(ValueError("something else"), tmp_path)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [(OSError(errno.ENOSPC, "full"), 503, "disk is full"), (ValueError("broken"), 500, "broke on our side")],
)
def test_the_page_says_what_to_do(rf, home, error, status, words):
    try:
        raise error
    except type(error):
        answer = broken(rf.get("/"))
    assert answer.status_code == status
    assert words in answer.content.decode()
