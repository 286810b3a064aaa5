"""Homes that earlier releases made: the product of today takes them up, and every number stays what it was."""

import json
import tarfile

import pyarrow.parquet as pq
import pytest

from loiste.timeline import blocks, engine
from loiste.timeline.models import SCHEMA_VERSION, Block
from loiste.timeline.signal import KINDS
from loiste.timeline.upgrading import upgrade
from tests import cluster
from tests.command import as_json, loiste
from tests.integration.sending import NOW
from tests.repo.places import ROOT
from tests.world import World

HOMES = sorted((ROOT / "tests" / "fixtures").glob("home-*.tar.xz"))
ASKED = ("kpis", "--monthly", "2026-01..2026-10", "--by", "tier")
SQLITE = {"DATABASE_URL": ""}


@pytest.fixture(params=HOMES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def old(request, tmp_path):
    """The home, brought up to date, and what its own release counted."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    home = tmp_path / "home"
    assert "was set up before" in loiste(home, "init", **SQLITE)
    return home, json.loads((tmp_path / "kpis.json").read_text())


def known_then(now, then):
    """What is told now, without the metrics that were not there then."""
    if isinstance(then, dict):
        assert then.keys() <= now.keys()
        return {key: known_then(now[key], value) for key, value in then.items()}
    if isinstance(then, list):
        assert len(now) == len(then)
        return [known_then(one, other) for one, other in zip(now, then, strict=True)]
    return pytest.approx(now, rel=1e-12) if isinstance(then, float) else now


def test_a_home_is_taken_up_with_every_number_as_it_was(old):
    home, counted = old
    assert counted == known_then(as_json(home, *ASKED, **SQLITE), counted)
    assert loiste(home, "blocks", "upgrade", **SQLITE) == "No block is of an older form.\n"


def test_blocks_of_an_older_form_are_rewritten_and_the_work_goes_on_where_it_was_stopped(home, db):
    World(home).account("a").usage("a", "2026-01-02").usage("a", "2026-02-03").cost("sales", 5, "2026-01-31").save()
    before = signals(home)
    for block in Block.objects.all():
        path = home / block.path
        pq.write_table(pq.read_table(path).drop_columns(["said_at"]), path)
    Block.objects.update(schema=1)
    assert signals(home) == [(*row[:-1], None) for row in before]

    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upgrade(home, NOW, tell=stop)
    told = []
    assert upgrade(home, NOW, tell=lambda done, of: told.append((done, of))) == len(told) == 1
    assert upgrade(home, NOW, tell=stop) == 0
    assert {block.schema for block in blocks.current()} == {SCHEMA_VERSION}
    assert signals(home) == [(*row[:-1], None) for row in before]


def signals(home):
    engine.close()
    asked = " union all ".join(f"select kind, day, account_ref, id, said_at from signals_{kind}" for kind in KINDS)
    return sorted(engine.reader(home).execute(asked).fetchall(), key=str)


@pytest.mark.store
@pytest.mark.skipif(not cluster.wanted(), reason="carries the home to PostgreSQL")
def test_a_home_that_is_carried_to_postgresql_counts_the_same(old):
    home, counted = old
    loiste(home, "move", cluster.url_of(home), **SQLITE)
    assert counted == known_then(as_json(home, *ASKED), counted)
