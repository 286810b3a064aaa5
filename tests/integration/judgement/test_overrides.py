"""Overrides: who may, what they need, when they hold, and whose were right."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Account, Audit
from loiste.judgement import verdicts
from loiste.judgement.judge import bands_shown
from loiste.judgement.keeping import Row, keep
from loiste.judgement.models import Health, Judged, Override, Score
from loiste.judgement.overrides import end_override, holding, override_score, overrides_for
from loiste.organisation.config import Organisation
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW, TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
MONTH = TODAY + timedelta(days=30)


@pytest.fixture
def account(home):
    """The machine says 30 of it, since yesterday."""
    World(home).account("K1", name="Ahven Oy", owner="Colleague").subscription("S1", "K1", "2026-01-01").save()
    one = Account.objects.get(ref="K1")
    says(one, 30, TODAY - timedelta(days=1))
    return one


def says(account, score, day):
    Judged.objects.create(as_of=day, at=NOW, accounts=1)
    Score.objects.create(account=account, as_of=day, score=score, band="red", coverage=1, model="m")


def override(account, by, score=80, *, reason="They signed", expires=MONTH, today=TODAY):
    return override_score(account, score=score, reason=reason, expires=expires, by=by, now=NOW, today=today)


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_those_who_may_change_override_and_end_it_and_it_is_written_down(people, account, who):
    made = override(account, people[who])
    assert (made.machine, made.score, made.author) == (30, 80, people[who])
    assert holding(account, TODAY) == made == holding(account, MONTH)
    end_override(made, by=people[who], now=NOW, today=TODAY + timedelta(days=3))
    end_override(made, by=people[who], now=NOW, today=TODAY + timedelta(days=4))
    assert [line.action for line in Audit.objects.order_by("id")] == ["health.override", "health.override_end"]
    assert Audit.objects.first().after["machine"] == 30
    assert holding(account, TODAY + timedelta(days=2)) and not holding(account, TODAY + timedelta(days=3))
    assert Score.objects.count() == 1 and Score.objects.get().score == 30  # the machine's is never touched


@pytest.mark.parametrize("who", ["read_only", "stranger"])
def test_others_change_nothing_and_leave_no_trace(people, account, who):
    made = override(account, people["owner"])
    Audit.objects.all().delete()
    with pytest.raises(PermissionDenied):
        override(account, people[who])
    with pytest.raises(PermissionDenied):
        end_override(made, by=people[who], now=NOW, today=TODAY)
    assert not Audit.objects.exists() and holding(account, TODAY) == made
    assert not overrides_for(people["stranger"]).exists()


@pytest.mark.parametrize(
    "field, wrong",
    [
        ("score", {"score": 101}), ("score", {"score": float("nan")}), ("reason", {"reason": "  "}),
        ("reason", {"reason": "x" * 1001}), ("expires", {"expires": TODAY - timedelta(days=1)}),
        ("expires", {"expires": TODAY + timedelta(days=367)}),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_refused_by_name(people, account, field, wrong):
    with pytest.raises(ValidationError) as refused:
        override(account, people["owner"], **wrong)
    assert list(refused.value.message_dict) == [field]
    assert not Override.objects.exists()


def test_lists_show_what_was_set_by_hand_while_it_holds_and_the_machine_s_again_after(people, account):
    def stands():
        return Health.objects.values_list("score", "band", "by_hand").get()

    made, says_more = override(account, people["owner"]), {account.pk: Row(35, "red", 1, "m", 0)}
    assert stands() == (80, "green", True)
    keep(says_more, TODAY, today=TODAY)
    assert stands() == (80, "green", True) and Score.objects.latest("as_of").score == 35
    assert bands_shown(says_more, TODAY) == {account.pk: "green"}
    keep(says_more, MONTH, today=MONTH + timedelta(days=1))  # judged when the last day of the override had ended
    assert stands() == (35, "red", False)
    Judged.objects.create(as_of=MONTH, at=NOW, accounts=1)
    end_override(made, by=people["owner"], now=NOW, today=MONTH)
    assert stands() == (35, "red", False)
    assert bands_shown(says_more, MONTH) == {account.pk: "red"}


def test_a_new_override_ends_the_one_before(people, account):
    first, second = override(account, people["owner"]), override(account, people["colleague"], 60)
    first.refresh_from_db()
    assert (first.ended_on, first.ended_by, holding(account, TODAY)) == (TODAY, people["colleague"], second)


@pytest.mark.parametrize(
    "own, machine, later, right",
    [
        (80, 30, 70, "override"), (80, 30, 40, "machine"), (80, 30, 55, "neither"), (80, 30, 0, "machine"),
        (10, 60, 0, "override"), (80, None, 70, "unknown"), (80, 30, None, "unknown"), (30, 30, 50, "neither"),
    ],
)  # fmt: skip
def test_right_is_whoever_lay_nearer_to_what_came(own, machine, later, right):
    assert verdicts.right(own, machine, later) == right


def judged_by(people, home, today):
    found = verdicts.verdicts(home, Organisation(name="Test"), by=people["colleague"], today=today)
    return [(one.right, one.later, one.left) for one in found], verdicts.records(found)


def test_only_what_is_over_is_judged_and_only_by_what_is_known(people, account, home):
    override(account, people["colleague"])
    assert judged_by(people, home, MONTH) == ([], [])
    assert judged_by(people, home, MONTH + timedelta(days=1))[0] == [("unknown", None, False)]
    says(account, 75, TODAY + timedelta(days=20))
    found, records = judged_by(people, home, MONTH + timedelta(days=1))
    assert found == [("override", 75, False)]
    assert [(one.author, dict(one.counts)) for one in records] == [(people["colleague"], {"override": 1})]


def test_an_account_that_left_meanwhile_proves_the_lower_score(people, account, home):
    override(account, people["colleague"])
    World(home).subscription("S1", "K1", "2026-01-01", "2026-03-20").save(known_at=NOW)
    says(account, 75, TODAY + timedelta(days=10))
    assert judged_by(people, home, MONTH + timedelta(days=1))[0] == [("machine", 75, True)]
