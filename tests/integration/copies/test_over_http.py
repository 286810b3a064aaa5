"""Everything over HTTP: what is downloaded is what the command writes, and what cannot be made is told beforehand."""

import io

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.core.management import call_command

from loiste.accounts.models import Audit
from loiste.api.v1 import here, rate
from loiste.copies import handing, making
from loiste.timeline import blocks, lease
from loiste.timeline.models import Block
from tests.integration.api_client import Asking
from tests.integration.copies.conftest import numbers, restored

pytestmark = pytest.mark.store


@pytest.fixture
def served(made, elsewhere, client, settings):
    """The installation that was made, served, and a key that may export."""
    settings.HOME = elsewhere.parent / "served"
    restored(made.tar, settings.HOME)
    rate._buckets.clear()
    return Asking(client, "export", name="warehouse")


def test_what_is_downloaded_gives_the_same_numbers_elsewhere(served, made, elsewhere, tmp_path):
    answer = served.answer("/export")
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-tar")
    assert int(answer.headers["Content-Length"]) == len(content)
    assert not (settings.HOME / handing.FOLDER).exists()
    line = Audit.objects.get(action="copy.export", origin__startswith="api")
    assert (line.by, line.origin, line.after["path"]) == ("key warehouse", "api 127.0.0.1", "/api/v1/export")
    (tmp_path / "e.tar").write_bytes(content)
    call_command("flush", verbosity=0, interactive=False)
    restored(tmp_path / "e.tar", elsewhere)
    assert numbers(elsewhere) == made.numbers


def test_signals_of_a_kind_come_as_one_parquet_file(served):
    answer = served.answer("/export/signals/usage.parquet")
    table = pq.read_table(io.BytesIO(b"".join(answer.streaming_content)))
    assert table.num_rows == sum(blocks.current().filter(kind="usage").values_list("rows", flat=True)) > 0
    assert Audit.objects.get(action="copy.export_signals").subject == "usage"
    assert b"".join(served.answer("/export/signals/alias.parquet").streaming_content).startswith(b"PAR1")
    assert served.get("/export/signals/nothing.parquet", 404)["code"] == "not_found"


def test_only_a_key_of_the_scope_may_take_everything(served):
    other = Asking(served.client, "read", "write", name="crm")
    for path in ("/export", "/export/signals/usage.parquet"):
        assert other.get(path, 403)["code"] == "wrong_scope"
    assert not Audit.objects.filter(action__startswith="copy.", by="key crm").exists()


def test_what_cannot_be_made_is_a_problem_and_no_half_a_file(served, monkeypatch):
    block = Block.objects.first()
    (settings.HOME / block.path).rename(settings.HOME / "away")
    refused = served.answer("/export")
    assert served.checked(refused, 503)["code"] == "no_export" and refused.headers["Retry-After"] == "60"
    (settings.HOME / "away").rename(settings.HOME / block.path)
    with monkeypatch.context() as full:
        full.setattr(handing, "free", lambda home: 0)
        assert "tilaa" in served.get("/export", 503)["detail"]
    (settings.HOME / handing.FOLDER).write_text("in the way")
    assert str(settings.HOME) not in served.get("/export", 503)["detail"]
    (settings.HOME / handing.FOLDER).unlink()
    assert b"".join(served.answer("/export").streaming_content)


def test_one_is_made_and_taken_at_a_time(served):
    taking = served.answer("/export")
    assert served.get("/export", 409)["code"] == "at_work"
    taking.close()
    assert lease.hold(making.JOB, "another", here.now())
    assert served.get("/export", 409)["code"] == "at_work"
    lease.let_go(making.JOB, "another")
    assert b"".join(served.answer("/export").streaming_content)


def test_an_export_counts_as_a_tenth_of_the_requests_of_a_minute(served, monkeypatch):
    monkeypatch.setattr(settings, "API_RATE", 30)
    rate._buckets.clear()
    left = []
    for _ in range(10):
        answer = served.answer("/export")
        left.append(answer.headers["RateLimit-Remaining"])
        answer.close()
    assert left[0] == "27" and int(left[-1]) <= 2
    assert served.get("/export", 429)["code"] == "too_many"
