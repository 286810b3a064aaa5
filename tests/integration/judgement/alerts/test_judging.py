"""Alerts from signals: opened on the right day, once, with their reasons; and what people do with them."""

from datetime import date, timedelta

import pytest

from loiste.judgement import versions
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Alert, AlertChange, AlertDay, Score
from tests.integration.judgement.alerts.telling import DAY, RULE, at, days

pytestmark = pytest.mark.django_db


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
