"""A worker that dies in the middle of an import: another one does the work, and the numbers are as if nothing was."""

import os
import signal
from datetime import timedelta

import pytest
from django.db import OperationalError

from loiste.organisation.config import load
from loiste.sources.models import Import, RejectedRow, State, Upload
from loiste.sources.wizard import uploads, work
from tests.command import environment, loiste
from tests.forks import Program, python
from tests.integration.importing import NOW, stored
from tests.integration.test_wizard import owner, put  # noqa: F401

ROWS = 22_000  # more than one portion of 20,000
GOOD = ROWS - ROWS // 100
HEAD = "account_id,usage_id,occurred_at,feature,count\n"
CONTENT = (
    HEAD + "".join(f"A{n % 50},U{n},2026-01-{1 + n % 31:02},orders,{n if n % 100 else 'x'}\n" for n in range(ROWS))
).encode()


class Killed(BaseException):
    """Ends the worker at once, past all handlers of errors."""


def dying(monkeypatch, module, name, when):
    """The call of that number ends the worker, before or after it has done its work."""
    real, calls = getattr(module, name), iter(range(1_000))

    def deadly(*args, **kwargs):
        number = next(calls)
        if number == when:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, deadly)


def places():
    from loiste.sources.files import importing, refusals
    from loiste.sources.wizard import mended
    from loiste.timeline import blocks

    return {
        "on looking": (work, "look", 0),
        "on reading": (importing, "stage", 0),
        "on writing a block": (blocks, "sync", 0),
        "on making accounts": (importing.accounts_in, "take_in", 0),
        "on keeping the report": (importing, "store", 0),
        "on keeping rejected rows": (refusals, "keep", 0),
        "between the import and its finish": (mended, "settle", 0),
    }


def run(home, now=NOW):
    return work.run_next(home, load(home), now)


def totals(home):
    report = dict(Import.objects.get().report)
    report.pop("import")
    rows = stored(home, "usage", "id", "quantity")
    return report, len(rows), sum(quantity for _id, quantity in rows), RejectedRow.objects.count()


@pytest.mark.parametrize("place", places())
def test_an_import_killed_anywhere_gives_the_same_numbers(home, put, owner, monkeypatch, place):  # noqa: F811
    upload = put(CONTENT, kind="usage", name="usage.csv")
    uploads.ask(home, load(home), upload, uploads.IMPORT, by=owner, now=NOW)
    with monkeypatch.context() as during:
        dying(during, *places()[place])
        with pytest.raises(Killed):
            run(home)
    assert not run(home), "the time of the dead worker has not run out yet"
    assert run(home, NOW + timedelta(minutes=2))
    report, rows, quantity, rejected = totals(home)
    assert (report["read"], report["accepted"], report["duplicate"], report["rejected"]) == (ROWS, GOOD, 0, ROWS - GOOD)
    assert (rows, rejected) == (GOOD, ROWS - GOOD)
    assert quantity == sum(n for n in range(ROWS) if n % 100)
    upload.refresh_from_db()
    assert (upload.state, upload.import_run.public_id) == (State.DONE, upload.import_id)


def test_a_locked_store_makes_the_work_wait_and_not_fail(home, put, owner, monkeypatch):  # noqa: F811
    upload = put(CONTENT, kind="usage", name="usage.csv")
    uploads.ask(home, load(home), upload, uploads.IMPORT, by=owner, now=NOW)

    def locked(*_args, **_more):
        raise OperationalError("database is locked")

    with monkeypatch.context() as during:
        during.setattr(work, "import_file", locked)
        assert run(home)
    upload.refresh_from_db()
    assert upload.state == State.WAITING
    assert run(home)
    assert totals(home)[1] == GOOD


def test_a_file_that_ends_every_worker_is_given_up(home, put, owner):  # noqa: F811
    upload = put(CONTENT, kind="usage", name="usage.csv")
    uploads.ask(home, load(home), upload, uploads.IMPORT, by=owner, now=NOW)
    Upload.objects.update(tries=work.MOST_TRIES)
    assert run(home)
    upload.refresh_from_db()
    assert (upload.state, "given up" in upload.error) == (State.FAILED, True)


def test_a_worker_that_was_only_slow_does_not_import_twice(home, put, owner, monkeypatch):  # noqa: F811
    upload = put(CONTENT, kind="usage", name="usage.csv")
    uploads.ask(home, load(home), upload, uploads.IMPORT, by=owner, now=NOW)
    real, late = work.import_file, NOW + timedelta(minutes=5)

    def overtaken(request, **more):
        if not Import.objects.exists() and more["now"] == NOW:
            assert run(home, late)
        return real(request, **more)

    monkeypatch.setattr(work, "import_file", overtaken)
    assert run(home)
    assert totals(home)[1:4] == (GOOD, sum(n for n in range(ROWS) if n % 100), ROWS - GOOD)
    assert Import.objects.count() == 1


WORK = """
import sys, django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from loiste.organisation.config import load
from loiste.sources.files import importing
from loiste.sources.wizard import work
real = importing.Job.progress
def progress(job, done):
    real(job, done)
    print(done, flush=True)
    sys.stdin.read()
importing.Job.progress = progress
home = Path(sys.argv[1])
work.run_next(home, load(home), datetime.fromisoformat(sys.argv[2]))
"""


BEGIN = """
import sys, django
django.setup()
from datetime import datetime
from pathlib import Path
from loiste.accounts.models import User
from loiste.organisation.config import load
from loiste.sources.wizard import uploads
home, by, now = Path(sys.argv[1]), User.objects.get(), datetime.fromisoformat(sys.argv[2])
one = uploads.keep_upload(home, load(home), Path(sys.argv[3]), name="u.csv", kind="usage", mapping=None, by=by, now=now)
uploads.ask(home, load(home), one, uploads.IMPORT, by=by, now=now)
"""
COUNT = """
import sys, json, django
django.setup()
from pathlib import Path
from loiste.sources.models import Import, RejectedRow, Upload
from loiste.timeline import engine
rows = engine.reader(Path(sys.argv[1])).execute("select count(*), sum(quantity) from signals_usage").fetchone()
one = Upload.objects.get()
print(json.dumps([one.state, one.tries, Import.objects.get().report["accepted"], RejectedRow.objects.count(), *map(int, rows)]))
"""


def test_a_process_killed_for_real_is_followed_at_once(tmp_path):
    """kill -9 while rows are read; its lease has not run out, but everybody can see that it is dead."""
    home = tmp_path / "home"
    loiste(home, "init")
    loiste(home, "user", "add", "owner@example.org")
    (tmp_path / "usage.csv").write_bytes(CONTENT)
    environ = environment(home, DJANGO_SETTINGS_MODULE="loiste.settings")
    now = NOW.isoformat()
    assert python(["-c", BEGIN, home, now, tmp_path / "usage.csv"], env=environ).returncode == 0
    (stdin, our_end), (out, stdout) = os.pipe(), os.pipe()
    worker = Program(["-c", WORK, home, now], env=environ, stdin=stdin, stdout=stdout)
    with os.fdopen(out) as told:
        assert told.readline() == "20000\n"
        worker.kill()
    assert worker.wait() == -signal.SIGKILL
    for end in (stdin, our_end, stdout):
        os.close(end)
    assert python(["-c", WORK, home, now], env=environ).returncode == 0
    said = python(["-c", COUNT, home], env=environ).stdout
    total = sum(n for n in range(ROWS) if n % 100)
    assert said.strip() == f'["done", 2, {GOOD}, {ROWS - GOOD}, {GOOD}, {total}]'
