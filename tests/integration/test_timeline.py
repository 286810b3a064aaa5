"""The timeline: a batch is taken in once, blocks are listed or swept, the engine is locked to its folder."""

import fcntl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from django.db import transaction

from loiste.timeline import blocks, engine, lease
from loiste.timeline.intake import Intake
from loiste.timeline.models import SCHEMA_VERSION, Block
from loiste.timeline.signal import HEADER, STAGED

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def taken(home, rows, *, state=False, same_id="reject", batch="b", minutes=0):
    """Takes rows (key, content, given id) in and returns (accepted, duplicate, clashes, signals written)."""
    with Intake(
        home, source="files", batch=batch, now=NOW + timedelta(minutes=minutes), state_kind=state, same_id=same_id
    ) as intake:
        headers = [
            {"row": n, "key": key, "content": content, "given_id": given}
            for n, (key, content, given) in enumerate(rows)
        ]
        signals = [
            {"row": n, "part": 0, "kind": "ticket" if state else "usage", "account_ref": "a"} for n in range(len(rows))
        ]
        intake.add(pa.Table.from_pylist(headers, HEADER), pa.Table.from_pylist(signals, STAGED))
        verdict = intake.judge()
        with transaction.atomic():
            written = intake.write()
    return verdict.accepted, verdict.duplicate, verdict.clashes, written


def stored(home, kind="usage"):
    return engine.reader(home).execute(f"select count(*) from signals_{kind}").fetchone()[0]


@pytest.mark.parametrize(
    ("rows", "accepted", "duplicate", "clashes"),
    [
        pytest.param([("k", 1, True)], 1, 0, [], id="one row"),
        pytest.param([("k", 1, True), ("k", 1, True)], 1, 1, [], id="the same row twice"),
        pytest.param([("k", 1, True), ("k", 2, True)], 1, 0, [1], id="an id used for other content"),
        pytest.param([("k", 1, False), ("k", 1, False)], 2, 0, [], id="two equal rows without an id are two"),
    ],
)
def test_rows_of_one_file(home, rows, accepted, duplicate, clashes):
    assert taken(home, rows) == (accepted, duplicate, clashes, accepted)
    again = taken(home, rows, batch="c", minutes=1)
    assert again == (0, accepted + duplicate, clashes, 0), "taken in again, nothing is new"
    assert stored(home) == accepted


def test_an_id_used_again_is_kept_when_asked_for(home):
    assert taken(home, [("k", 1, True), ("k", 2, True)], same_id="keep")[:3] == (2, 0, [])
    assert taken(home, [("k", 1, True), ("k", 2, True)], same_id="keep", batch="c", minutes=1)[:3] == (0, 2, [])


def test_one_more_equal_row_without_id_is_one_more(home):
    taken(home, [("k", 1, False)])
    assert taken(home, [("k", 1, False), ("k", 1, False)], batch="c", minutes=1)[:2] == (1, 1)


def test_of_a_state_the_last_content_holds_also_when_an_earlier_one_comes_back(home):
    assert taken(home, [("k", 1, True)], state=True)[:2] == (1, 0)
    assert taken(home, [("k", 1, True)], state=True, batch="c", minutes=1)[:2] == (0, 1)
    assert taken(home, [("k", 2, True)], state=True, batch="d", minutes=2)[:2] == (1, 0)
    assert taken(home, [("k", 1, True)], state=True, batch="e", minutes=3)[:2] == (1, 0)


def test_a_batch_that_is_not_committed_leaves_no_signal_and_its_file_is_swept(home):
    with (
        pytest.raises(RuntimeError, match="broken"),
        Intake(home, source="files", batch="b", now=NOW, state_kind=False) as intake,
    ):
        intake.add(
            pa.Table.from_pylist([{"row": 0, "key": "k", "content": 1, "given_id": True}], HEADER),
            pa.Table.from_pylist([{"row": 0, "part": 0, "kind": "usage"}], STAGED),
        )
        intake.judge()
        with transaction.atomic():
            intake.write()
            raise RuntimeError("broken")
    assert stored(home) == 0
    assert len(list((home / "blocks").glob("*/*.parquet"))) == 1
    later = datetime.now(UTC) + timedelta(days=2)
    assert blocks.sweep(home, later) == 1
    assert not list((home / "tmp").glob("intake-*"))


def test_sweeping_spares_listed_blocks_and_young_files(home):
    taken(home, [("k", 1, True)])
    stray = home / "blocks" / "usage" / "stray.parquet"
    stray.write_bytes(b"x")
    assert blocks.sweep(home, datetime.now(UTC)) == 0
    assert blocks.sweep(home, datetime.now(UTC) + timedelta(days=2)) == 1
    assert stored(home) == 1


def test_a_block_is_sorted_by_account_and_knows_its_days(home):
    taken(home, [("k", 1, True)])
    block = Block.objects.get()
    assert (block.kind, block.rows, block.schema) == ("usage", 1, SCHEMA_VERSION)
    assert block.bytes == (home / block.path).stat().st_size


@pytest.mark.parametrize(
    "sql",
    ["select * from read_csv('/etc/hostname')", "copy (select 1) to '/tmp/out-of-home.csv'", "set enable_external_access = true",
     "install httpfs"],
)  # fmt: skip
def test_the_engine_reaches_nothing_outside_its_home(home, sql):
    connection = engine.connect(home)
    with pytest.raises(duckdb.Error):
        connection.execute(sql)
    connection.close()
    assert not Path("/tmp/out-of-home.csv").exists()


def test_a_lease_has_one_holder_until_it_runs_out():
    assert lease.hold("upkeep", "one", NOW)
    assert not lease.hold("upkeep", "two", NOW + timedelta(seconds=3))
    assert lease.hold("upkeep", "one", NOW + timedelta(seconds=3))
    assert lease.hold("upkeep", "two", NOW + timedelta(seconds=12))


def test_two_batches_at_the_same_moment_do_not_both_take_a_row(home):
    with Intake(home, source="files", batch="one", now=NOW, state_kind=False) as first:
        first.judge()
        waiting = (home / "tmp" / "intake.lock").open("w")
        with pytest.raises(BlockingIOError):
            fcntl.flock(waiting, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(waiting, fcntl.LOCK_EX | fcntl.LOCK_NB)
    waiting.close()
