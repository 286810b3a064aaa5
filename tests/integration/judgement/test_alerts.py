"""Alerts from signals: opened on the right day, once, with their reasons; and what people do with them."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account, Audit
from loiste.cli.main import main
from loiste.judgement import alert_rows, alert_switch, alert_verbs, versions
from loiste.judgement.alert_rehearsal import rehearse_alert
from loiste.judgement.judge_alerts import judge_alerts
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Alert, AlertChange, AlertDay, AlertStart, AlertWatch, Score
from loiste.judgement.texts import every
from tests.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "3"))
DAY = date(2026, 3, 2)
RULE = """
key: quiet
name: {fi: Hiljaista, en: Quiet}
meaning: {fi: Vähän käyttöä, en: Little use}
severity: high
rule:
  any:
  - {metric: days_of_use, days: 7, below: 2}
  - {attribute: health.band, is_one_of: [red]}
evidence: [mrr]
cool_down_days: 5
"""


def at(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_own(monkeypatch):
    monkeypatch.setattr("loiste.judgement.texts.shipped", lambda kind: {})


@pytest.fixture
def world(home, people):
    """K1 uses every day up to the 4th, K2 all the time."""
    world = World(home)
    for ref in ("K1", "K2"):
        world.account(ref, name=ref, owner="Colleague")
        world.subscription(f"S{ref}", ref, "2025-01-01", mrr=200)
    for day in range(-7, 30):
        world.usage("K2", str(DAY + timedelta(days=day)))
        if day <= 2:
            world.usage("K1", str(DAY + timedelta(days=day)))
    world.save()
    for account in Account.objects.all():
        Score.objects.create(account=account, as_of=DAY - timedelta(days=1), score=90, band="green", coverage=1)
    versions.change_text(ALERT, RULE, by=people["owner"], now=at(DAY))
    return world


def days(world, first, last):
    """Judges each of these days, counted from DAY."""
    for number in range(first, last + 1):
        day = DAY + timedelta(days=number)
        judge_alerts(world.home, world.organisation, as_of=day, now=at(day))


def test_an_alert_opens_once_with_its_reasons_and_closes_by_itself(world):
    days(world, 7, 9)
    alert = Alert.objects.get()
    assert (alert.account.ref, alert.opened_on, alert.state, alert.version) == ("K1", date(2026, 3, 10), "open", 1)
    assert alert.evidence == [
        {"metric": "days_of_use", "days": 7, "test": "below", "bound": 2.0, "value": 0.0},
        {"metric": "mrr", "value": 200.0},
    ]
    assert (alert.stake, alert.currency) == (2_400_000_000, "EUR")
    for number in range(13, 20):
        world.usage("K1", str(DAY + timedelta(days=number)))
    world.save()
    days(world, 13, 15)
    alert.refresh_from_db()
    assert (alert.state, alert.closed_on, alert.closed_because) == ("closed", date(2026, 3, 16), "cleared")
    changes = AlertChange.objects.order_by("id")
    assert [(one.what, one.on) for one in changes] == [("opened", date(2026, 3, 10)), ("closed", date(2026, 3, 16))]
    assert changes[0].evidence[0]["value"] == 1.0  # as it was told then; the alert shows today's


def test_a_day_is_judged_once_and_none_before_it(world):
    days(world, 6, 9)
    days(world, 8, 9)
    assert Alert.objects.count() == 1
    assert AlertDay.objects.filter(as_of=DAY + timedelta(days=8)).get().opened == 1
    assert AlertDay.objects.count() == 4


def test_who_matched_when_the_rule_was_switched_on_is_not_told_of(world):
    days(world, 9, 12)
    assert Alert.objects.count() == 0


def test_other_reasons_leave_a_line_and_the_health_is_what_was_said(world):
    days(world, 7, 8)
    account = Alert.objects.get().account
    Score.objects.create(account=account, as_of=DAY + timedelta(days=11), score=10, band="red", coverage=1)
    days(world, 10, 12)
    assert list(AlertChange.objects.order_by("id").values_list("what", "on")) == [
        ("opened", date(2026, 3, 10)), ("evidence", date(2026, 3, 13)),
    ]  # fmt: skip
    reason = {"attribute": "health.band", "test": "is_one_of", "bound": ["red"], "value": "red"}
    assert reason in Alert.objects.get().evidence


def test_a_rule_that_is_off_and_an_account_that_is_archived_close_alerts(world, people):
    days(world, 7, 8)
    account = Alert.objects.get().account
    account.archived_at = at(DAY)
    account.save()
    days(world, 10, 10)
    assert Alert.objects.get().closed_because == "gone"
    account.archived_at = None
    account.save()
    days(world, 15, 16)
    assert Alert.objects.exclude(state="closed").count() == 1
    versions.change_text(ALERT, RULE.replace("severity: high", '"on": false'), by=people["owner"], now=at(DAY))
    days(world, 21, 21)
    assert sorted(Alert.objects.values_list("closed_because", flat=True)) == ["gone", "rule_off"]


def test_without_fresh_signals_a_rule_waits_and_says_for_what(world, people):
    text = RULE + "needs: [ticket]\n"
    world.ticket("T1", "opened", str(DAY - timedelta(days=1)), "K1").save()
    versions.change_text(ALERT, text, by=people["owner"], now=at(DAY))
    days(world, 0, 0)
    days(world, 12, 12)
    assert Alert.objects.count() == 0
    lines = dict(AlertDay.objects.values_list("as_of", "paused"))
    assert (lines[DAY], lines[DAY + timedelta(days=12)]) == ("", "ticket")


@pytest.fixture
def alert(world):
    """An open one, of an account of the colleague."""
    account = Account.objects.get(ref="K1")
    Account.objects.update(owner="Colleague")
    return Alert.objects.create(
        account=account, rule="quiet", version=1, sort="worry", severity="high", opened_on=DAY, at=at(DAY)
    )


WHEN = {"now": at(DAY), "today": DAY}
LATER = DAY + timedelta(days=3)
DEEDS = {
    "snooze": lambda alert, by: alert_verbs.snooze(alert, LATER, "on holiday", by=by, **WHEN),
    "not_useful": lambda alert, by: alert_verbs.mark_not_useful(alert, "a test shop", by=by, **WHEN),
    "close": lambda alert, by: alert_verbs.close_alert(alert, "called them", by=by, **WHEN),
    "wake": lambda alert, by: alert_verbs.wake(alert, by=by, **WHEN),
    "reopen": lambda alert, by: alert_verbs.reopen(alert, by=by, **WHEN),
}


@pytest.mark.parametrize("name", DEEDS)
def test_only_who_may_change_the_account_does_things_with_its_alerts(alert, people, name):
    for who in ("read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            DEEDS[name](alert, people[who])
    people["colleague"].reach = "own"
    Account.objects.update(owner="Somebody else")
    alert.account.refresh_from_db()
    with pytest.raises(PermissionDenied):
        DEEDS[name](alert, people["colleague"])
    assert Alert.objects.get().state == "open" and not AlertChange.objects.exists()


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_snoozing_can_be_taken_back_and_ends_on_its_day(alert, people, who, world):
    DEEDS["snooze"](alert, people[who])
    assert (alert.state, alert.snoozed_until) == ("snoozed", LATER)
    DEEDS["wake"](alert, people[who])
    DEEDS["snooze"](alert, people[who])
    judge_alerts(world.home, world.organisation, as_of=LATER - timedelta(days=1), now=at(LATER))
    assert Alert.objects.get(pk=alert.pk).state != "open"
    Alert.objects.update(state="snoozed", closed_on=None, snoozed_until=LATER)
    alert_rows.tidy({"quiet"}, LATER, at(LATER))
    assert Alert.objects.get(pk=alert.pk).state == "open"
    lines = Audit.objects.filter(action__startswith="alert.").values_list("action", "by")
    assert list(lines)[:2] == [("alert.snooze", people[who].label), ("alert.wake", people[who].label)]


@pytest.mark.parametrize("name", ["not_useful", "close"])
def test_what_somebody_closed_stays_closed_until_it_has_cleared_and_can_be_taken_back(alert, people, name, world):
    DEEDS[name](alert, people["colleague"])
    assert (alert.state, alert.closed_on) == ("closed", DAY)
    days(world, 9, 11)
    assert Alert.objects.exclude(state="closed").count() == 0
    DEEDS["reopen"](alert, people["colleague"])
    assert alert.state == "open" and not AlertWatch.objects.exists()
    with pytest.raises(ValidationError, match="Only what somebody closed"):
        DEEDS["reopen"](alert, people["colleague"])


def test_a_reason_and_a_day_ahead_are_asked_for_and_two_do_not_change_it_at_once(alert, people):
    by, same = people["owner"], Alert.objects.get()
    for until, reason, advice in ((LATER, " ", "Write down why"), (DAY, "x", "a day after today")):
        with pytest.raises(ValidationError, match=advice):
            alert_verbs.snooze(alert, until, reason, by=by, **WHEN)
    DEEDS["close"](alert, by)
    with pytest.raises(ValidationError, match="Somebody else has just changed"):
        DEEDS["snooze"](same, by)


def test_a_rule_is_switched_by_an_administrator_who_chooses_for_those_that_match(world, people):
    for who in ("colleague", "read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            alert_switch.switch_rule("quiet", False, by=people[who], now=at(DAY))
    by = people["owner"]
    alert_switch.switch_rule("quiet", False, by=by, now=at(DAY))
    assert not every(ALERT)["quiet"].text.on
    days(world, 9, 9)
    alert_switch.switch_rule("quiet", True, by=by, now=at(DAY))
    days(world, 10, 11)
    assert Alert.objects.count() == 0  # only new ones, unless asked
    alert_switch.switch_rule("quiet", True, open_matching=True, by=by, now=at(DAY))
    days(world, 12, 12)
    assert Alert.objects.count() == 1
    assert AlertStart.objects.filter(done_on=None).count() == 0
    assert Audit.objects.filter(action="alert_rule.start").count() == 2
    with pytest.raises(ValidationError, match="There is no alert rule loud"):
        alert_switch.switch_rule("loud", True, by=by, now=at(DAY))


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
