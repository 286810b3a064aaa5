"""Rows are kept for their days and no longer; signals of a kind, too, and what they counted becomes unknown."""

from datetime import UTC, date, datetime, timedelta

import pytest

from loiste.accounts.models import Audit, BulkEdit, Invitation, Unmatched
from loiste.metrics.run import measure
from loiste.organisation.config import Organisation
from loiste.privacy import retention
from loiste.sources.models import Import, RefusedEvent, RejectedRow, Source
from loiste.timeline import engine, merging
from tests.world import World

NOW, DAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)


def make(key: str, at: datetime, user) -> None:
    """One row of the kind that is as old as that."""
    run = Import(kind="usage", file_name="u.csv", by="x", at=at)
    source = Source.objects.get_or_create(name="web", defaults={"made_at": NOW})[0]
    if key in ("imports", "rejected_rows"):
        run.save()
    rows = {
        "audit": Audit(at=at, by="x", action="x", subject="x"),
        "refused": RefusedEvent(source=source, wire="segment", received_at=at, code="x", body=b"{}"),
        "rejected_rows": RejectedRow(import_run=run, line=1, code="x"),
        "imports": run,
        "unmatched": Unmatched(source="web", what="account", ref=str(at), first_at=at, last_at=at),
        "bulk_edits": BulkEdit(what="tier", by=user, at=at, accounts=0, before={}, after={}),
        "invitations": Invitation(email=f"{at:%s}@example.org", by="x", at=at, until=at),
    }  # fmt: skip
    rows[key].save()


@pytest.mark.parametrize("kept", retention.ROWS, ids=lambda one: one.key)
def test_rows_of_each_kind_go_when_their_days_are_over(home, people, kept):
    for age in (10, 40, 5_000):
        make(kept.key, NOW - timedelta(days=age), people["owner"])
    retention.let_go(Organisation(), NOW)
    rows = kept.table._base_manager
    assert rows.count() == (3 if kept.days is None else 2)
    gone = retention.let_go(Organisation(retention={kept.key: 30}), NOW)
    assert gone == {kept.key: 2 if kept.days is None else 1}
    assert rows.exclude(**({"action": "audit.let_go"} if kept.key == "audit" else {"pk": None})).count() == 1


def test_signals_of_a_kind_go_and_days_without_them_are_unknown(home, db):
    world = World(home)
    world.account("K1", "2024-01-01").subscription("S1", "K1", "2024-01-01", mrr=100)
    for day in ("2024-06-10", "2026-02-20"):
        world.usage("K1", day, who="P1")
    world.save()
    days = [date(2024, 6, 30), DAY]
    before = measure(home, Organisation(), ["active_users", "mrr"], days)
    kept = Organisation(retention={"usage": 400})
    assert merging.retain(home, retention.signals(kept), today=DAY, now=NOW) >= 1
    engine.close()
    after = measure(home, kept, ["active_users", "mrr"], days)
    assert [before.at("active_users", day).value for day in days] == [1, 1]
    assert [after.at("active_users", day).value for day in days] == [None, 1]
    assert [after.at("mrr", day).value for day in days] == [100, 100]


def test_days_that_are_too_few_for_the_numbers_of_today_are_told():
    assert retention.too_short(Organisation(retention={"usage": 100, "note": 30})) == {"usage": 365}
    assert retention.too_short(Organisation(retention={"usage": 365, "audit": 30})) == {}
