"""What people do with alerts and their rules, and who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Account, Audit
from loiste.judgement import alert_rows, alert_switch, alert_verbs
from loiste.judgement.judge_alerts import judge_alerts
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Alert, AlertChange, AlertStart, AlertWatch
from loiste.judgement.texts import every
from tests.integration.judgement.alerts.telling import DAY, RULE, at, days

pytestmark = pytest.mark.django_db


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


def test_the_page_of_a_rule_keeps_what_was_written_when_it_cannot_be_saved(world, people, client):
    client.force_login(people["owner"])
    address = "/alerts/rules/quiet/"
    answer = client.post(f"{address}save/", {"yaml": "key: quiet"})
    assert answer.status_code == 422 and "key: quiet</textarea>" in answer.content.decode()
    client.post(f"{address}save/", {"yaml": RULE.replace("below: 2", "below: 3"), "because": "louder"})
    assert every(ALERT)["quiet"].version == 2
    client.post(f"{address}switch/", {"on": "0"})
    assert not every(ALERT)["quiet"].text.on
    assert "match already" in client.get(address).content.decode()
