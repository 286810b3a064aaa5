"""An older backup brings nobody back who was erased since, neither here nor in an empty home that gets the list."""

import os

import pyarrow.parquet as pq
import pytest

from tests.command import as_json, environment, loiste
from tests.forks import python

CONTACTS = "contact_id,account_id,name,email\nP-kaisa-77,K1,Kaisa Kala,kaisa@kuha.example\n"
USAGE = "account_id,contact_id,occurred_at,feature\nK1,P-kaisa-77,2026-02-20T10:00:00Z,orders\n"
KILLS = int(os.environ.get("LOISTE_KILLS", "1"))
PLACES = ("swap", "settle", "pack", "take_rows", "delete_files", "go_on")
STRUCK = """
import os, signal
from loiste.cli import start
start.start()
from loiste.privacy import work
real = work.{place}
def struck(*args, **more):
    done = real(*args, **more) if {after} else None
    os.kill(os.getpid(), signal.SIGKILL)
work.{place} = struck
from loiste.cli.main import main
main({words!r})
"""
MONTHS = ("kpis", "--monthly", "2026-01..2026-03")


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "home"
    loiste(home, "init")
    for kind, text in (("contacts", CONTACTS), ("usage", USAGE)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        loiste(home, "import", kind, file)
    return home


def telling(home) -> list[str]:
    """Files in which the person stands."""
    found = []
    for path in home.rglob("*"):
        if path.is_file():
            text = str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else path.read_bytes().decode("latin-1")
            found += [path.name] if "kaisa" in text.lower() else []
    return found


def test_an_older_backup_brings_nobody_back(home, tmp_path):
    before = as_json(home, *MONTHS)
    loiste(home, "backup", tmp_path / "old.tar")
    receipt = as_json(home, "person", "erase", "kaisa@kuha.example", "--yes")
    loiste(home, "export", tmp_path / "new")
    assert telling(home) == []
    loiste(home, "restore", tmp_path / "old.tar", "--replace", "--yes")
    assert telling(home) == []
    assert as_json(home, *MONTHS) == before
    assert receipt["pseudonym"] in loiste(home, "person", "disclose", receipt["pseudonym"])
    empty = tmp_path / "empty"
    listed = tmp_path / "new" / "tables" / "accounts_suppression.jsonl"
    loiste(empty, "restore", tmp_path / "old.tar", "--suppressions", listed)
    assert telling(empty) == []
    assert as_json(empty, *MONTHS) == before


def test_a_file_that_is_no_list_is_refused_and_nothing_is_restored(home, tmp_path):
    loiste(home, "backup", tmp_path / "old.tar")
    wrong = tmp_path / "contacts.csv"
    assert "no list of the erased" in loiste(
        tmp_path / "empty", "restore", tmp_path / "old.tar", "--suppressions", wrong, exit_code=1
    )


def test_killed_anywhere_it_goes_on_from_there(home):
    """Each end is where one kind of step begins or has just ended; numbers are the same in between."""
    before, words = as_json(home, *MONTHS), ["person", "erase", "kaisa@kuha.example", "--yes"]
    for turn in range(KILLS):
        program = STRUCK.format(place=PLACES[turn % len(PLACES)], after=bool(turn // len(PLACES) % 2), words=words)
        done = python(["-c", program], env=environment(home))
        assert done.returncode in (-9, 0), done.stderr
        assert as_json(home, *MONTHS) == before
        words = ["person", "erasures", "--finish"]
    receipts = as_json(home, "person", "erasures", "--finish")
    assert [one["state"] for one in receipts] == ["done"]
    assert telling(home) == []
    assert as_json(home, *MONTHS) == before
