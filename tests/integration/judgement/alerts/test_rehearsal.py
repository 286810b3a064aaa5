"""Rules rehearsed on days gone by, with only what was known on each; and the commands."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account
from loiste.cli.main import main
from loiste.judgement import versions
from loiste.judgement.alert_rehearsal import rehearse_alert
from loiste.judgement.kinds import ALERT
from loiste.judgement.texts import every
from tests.integration.judgement.alerts.telling import DAY, RULE, at, days

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "3"))


def rehearsed(world, **more):
    rules = [every(ALERT)["quiet"].text]
    when = {"first": DAY + timedelta(days=7), "last": DAY + timedelta(days=14), "churn": "revenue", **more}
    return rehearse_alert(world.home, world.organisation, rules, **when)


@pytest.fixture
def leaver(world, people):
    """K1 leaves on the first of May."""
    text = RULE.replace("any:", "all:").replace("  - {attribute: health.band, is_one_of: [red]}\n", "")
    versions.change_text(ALERT, text, by=people["owner"], now=at(DAY))
    world.subscription("SK1", "K1", "2025-01-01", end="2026-04-20", mrr=200, valid_from="2026-04-01").save(
        known_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    return world


def test_a_rehearsal_tells_how_often_for_whom_and_what_came_after(leaver):
    told = rehearsed(leaver, every=1).told
    assert (told.fired, told.accounts, told.held, told.wide, told.paused) == (1, 1, 0, 0, 0)
    assert [(one.name, one.alerts) for one in told.managers] == [("Colleague", 1)]
    assert [(one.first, one.alerts) for one in told.weeks] == [(date(2026, 3, 9), 1)]
    assert (told.followed.value, told.caught.value, told.caught.of, told.base_rate) == (1.0, 1.0, 1, 0.5)
    assert told.lead_days == (date(2026, 4, 20) - date(2026, 3, 10)).days
    assert told.followed.low is None  # too few to claim anything


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.sampled_from(["K1", "K2"]), st.integers(-20, 40)), min_size=1, max_size=8))
def test_what_happens_or_becomes_known_later_never_changes_what_a_rehearsal_would_have_told(leaver, told):
    before = rehearsed(leaver).told
    for ref, day in told:
        leaver.usage(ref, str(DAY + timedelta(days=day)), "later")
    leaver.save(known_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert rehearsed(leaver).told == before


def test_rules_are_rehearsed_together_to_see_where_they_overlap(leaver):
    rule = every(ALERT)["quiet"].text
    twin = rule.model_copy(update={"key": "twin"})
    rules = [rule, twin]
    when = {"first": DAY, "last": DAY + timedelta(days=14), "churn": "event"}
    found = rehearse_alert(leaver.home, leaver.organisation, rules, **when).told
    assert [(one.rule, one.both, one.share) for one in found.overlaps] == [("twin", 1, 1.0)]
    assert (found.caught.value, found.base_rate) == (None, 0.0)


def test_the_commands_tell_the_same(world, monkeypatch):
    Account.objects.update(owner="Colleague")
    days(world, 7, 9)
    monkeypatch.setenv("LOISTE_HOME", str(world.home))
    told = json.loads(CliRunner().invoke(main, ["alerts", "--json"]).output)
    assert [(one["account"], one["rule"], one["stake"], one["severity"]) for one in told] == [
        ("K1", "quiet", 2400, "high")
    ]
    lines = CliRunner().invoke(main, ["alerts", "--as", "colleague@example.org", "--scope", "mine"]).output
    assert "K1: Quiet" in lines and "(7 days): 0 (alert below 2)" in lines
    assert "No alerts." in CliRunner().invoke(main, ["alerts", "--severity", "low"]).output
    asked = ["backtest", "alert", "quiet", "--from", str(DAY), "--to", str(DAY + timedelta(days=14))]
    found = json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)
    assert (found["fired"], found["leavers_caught"]["of"], len(found["days"])) == (1, 0, 3)
    assert "1 alerts on 1 accounts" in CliRunner().invoke(main, asked).output
    assert "There is no alert rule" in CliRunner().invoke(main, ["backtest", "alert", "loud", *asked[3:]]).output
