"""Tiers: which holds for whom, what is promised and whether it is kept, exceptions, weights, key accounts and fit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Account, Audit
from loiste.judgement import by_hand, judge, versions
from loiste.judgement.kinds import FIT, KEY_ACCOUNT, TIER
from loiste.judgement.models import Place, StrategicWeight, Tiered, TierException
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def world(home):
    """Gold and met; gold and only called; by MRR alone; small; of a tier nobody knows; and one that left."""
    world = World(home)
    stated = {"K1": "gold", "K2": "high", "K3": None, "K4": None, "K5": "platinum", "K6": "gold", "K7": "bronze"}
    for ref, tier in stated.items():
        world.account(ref, "2025-01-01", signed_up_on="2025-01-01", **({"tier": tier} if tier else {}))
    for ref, mrr in {"K1": 90, "K2": 2000, "K3": 150, "K4": 40, "K5": 900}.items():
        world.subscription(f"S{ref}", ref, "2025-01-01", mrr=mrr)
    world.subscription("SK6", "K6", "2025-01-01", "2026-01-31", mrr=700)
    for ref, name, on in (
        ("K1", "meeting", "2026-06-01"), ("K2", "call", "2026-06-20"), ("K2", "meeting", "2025-12-01"),
        ("K3", "note", "2026-06-20"), ("K6", "meeting", "2025-02-01"),
    ):  # fmt: skip
        world.tell("note", account_ref=ref, name=name, day=date.fromisoformat(on), text="x")
    return world.ticket("T1", "opened", "2026-05-01", "K3").save()


def judged(world, day=DAY):
    return judge.judge(world.home, world.organisation, as_of=day, now=NOW)


def places():
    return {one.account.ref: one for one in Place.objects.select_related("account")}


def test_the_first_tier_whose_rule_matches_holds_and_its_promise_is_told(world):
    judged(world)
    found = {ref: (one.tier, one.contact, one.meeting, one.promise, one.key_account) for ref, one in places().items()}
    assert found == {
        "K1": ("high", "kept", "kept", "kept", None),  # nobody has weighed it, so nobody can tell
        "K2": ("high", "kept", "broken", "broken", True),  # called this month, but not met for half a year
        "K3": ("low", "kept", "broken", "broken", None),  # asked for help in May; never met in 18 months
        "K4": ("tech", "", "", "", None),  # nothing is promised
        "K5": ("", "", "", "", None),  # it says platinum, of which no tier speaks
        "K6": ("high", "", "", "", None),  # pays no more
        "K7": ("tech", "", "", "", None),
    }
    assert places()["K2"].due_on == date(2026, 3, 2)


def test_history_is_added_to_when_something_changes_and_never_rewritten(world, people):
    judged(world)
    first = {one.account.ref: one.tier for one in Tiered.objects.all()}
    assert first["K3"] == "low" and "K5" not in first
    judged(world, DAY + timedelta(days=1))
    assert Tiered.objects.filter(as_of__gt=DAY).count() == 0
    world.account("K3", "2026-07-02", tier="gold").save()
    judged(world, DAY + timedelta(days=2))
    assert list(Tiered.objects.filter(account__ref="K3").order_by("as_of").values_list("tier", "promise")) == [
        ("low", "broken"),
        ("high", "broken"),
    ]
    assert places()["K3"].tier == "high"


def test_an_exception_wins_over_the_rules_until_it_ends(world, people):
    judged(world)
    account = Account.objects.get(ref="K2")
    until = DAY + timedelta(days=2)
    when = {"day": DAY, "by": people["colleague"], "now": NOW}
    by_hand.except_tier(account, "low", reason="Half the price next year", until=until, **when)
    place = places()["K2"]
    assert (place.tier, place.by_hand, place.meeting, place.ruled) == ("low", True, "kept", "high")  # at once
    assert Tiered.objects.get(account=account).tier == "high"  # what was said of the day stays
    judged(world, until)
    assert places()["K2"].tier == "low"
    judged(world, until + timedelta(days=1))
    assert (places()["K2"].tier, places()["K2"].by_hand) == ("high", False)
    assert [(one.tier, one.by_hand) for one in Tiered.objects.filter(account=account).order_by("as_of")] == [
        ("high", False),
        ("low", True),
        ("high", False),
    ]


def test_an_exception_can_be_replaced_and_taken_back(world, people):
    judged(world)
    account, when = Account.objects.get(ref="K2"), {"day": DAY, "by": people["owner"], "now": NOW}
    by_hand.except_tier(account, "low", reason="a", until=None, **when)
    by_hand.except_tier(account, "tech", reason="b", until=None, **when)
    assert [one.tier for one in TierException.objects.filter(ended_at=None)] == ["tech"]
    by_hand.end_tier_exception(account, **when)
    assert (places()["K2"].tier, places()["K2"].promise) == ("high", "broken")
    by_hand.end_tier_exception(account, **when)
    assert [line.action for line in Audit.objects.order_by("id")] == [
        "account.tier_exception", "account.tier_exception", "account.tier_by_rule",
    ]  # fmt: skip
    assert Audit.objects.order_by("id")[1].before["tier"] == "low"


@pytest.mark.parametrize(
    "deed, advice",
    [
        (lambda one, when: by_hand.except_tier(one, "none", reason="x", until=None, **when), "choose one of: high"),
        (lambda one, when: by_hand.except_tier(one, "low", reason=" ", until=None, **when), "Write the reason"),
        (
            lambda one, when: by_hand.except_tier(one, "low", reason="x", until=date(2026, 6, 29), **when),
            "over already",
        ),
        (lambda one, when: by_hand.weigh(one, 6, reason="x", **when), "from 1 to 5"),
        (lambda one, when: by_hand.weigh(one, 3, reason="", **when), "Write the reason"),
    ],
)
def test_what_cannot_be_is_refused_with_advice(world, people, deed, advice):
    with pytest.raises(ValidationError, match=advice):
        deed(Account.objects.get(ref="K1"), {"day": DAY, "by": people["owner"], "now": NOW})
    assert not TierException.objects.exists() and not Audit.objects.exists()


def test_who_may_change_the_account_decides_by_hand_and_nobody_else(world, people):
    account = Account.objects.get(ref="K1")
    Account.objects.filter(ref="K1").update(owner="Colleague")
    account.refresh_from_db()
    deeds = [
        lambda by: by_hand.except_tier(account, "low", reason="x", until=None, day=DAY, by=by, now=NOW),
        lambda by: by_hand.end_tier_exception(account, day=DAY, by=by, now=NOW),
        lambda by: by_hand.weigh(account, 4, reason="x", day=DAY, by=by, now=NOW),
    ]
    for deed in deeds:
        for name in ("read_only", "stranger"):
            with pytest.raises(PermissionDenied):
                deed(people[name])
        for name in ("colleague", "owner"):
            deed(people[name])
    other = Account.objects.get(ref="K2")
    people["colleague"].reach = "own"
    with pytest.raises(PermissionDenied):
        by_hand.weigh(other, 4, reason="x", day=DAY, by=people["colleague"], now=NOW)


def test_the_weight_set_by_hand_is_read_by_rules_as_of_its_day(world, people):
    account, when = Account.objects.get(ref="K4"), {"by": people["owner"], "now": NOW}
    by_hand.weigh(account, 5, reason="A reference that everybody knows", day=DAY + timedelta(days=1), **when)
    judged(world)
    assert places()["K4"].key_account is None
    judged(world, DAY + timedelta(days=1))
    assert places()["K4"].key_account is True
    by_hand.weigh(account, None, reason="No longer", day=DAY + timedelta(days=2), **when)
    judged(world, DAY + timedelta(days=2))
    assert places()["K4"].key_account is None
    assert StrategicWeight.objects.count() == 2


def test_without_anybody_writing_contacts_down_no_promise_is_called_broken(home):
    world = World(home).account("K1", "2020-01-01", tier="gold", signed_up_on="2020-01-01")
    judged(world.subscription("S", "K1", "2020-01-01").save())
    assert places()["K1"].promise == "unknown"


def test_accounts_stand_in_the_matrix_where_both_axes_are_known(world, people):
    text = """
key: fit
name: {fi: Sopivuus, en: Fit}
x: {name: {fi: a, en: a}, metric: mrr, bounds: [90, 900]}
y: {name: {fi: b, en: b}, attribute: tier, values: {bronze: 1, high: 2, gold: 3}, bounds: [2, 3]}
cells:
""" + "".join(f"- {{x: {x}, y: {y}, name: {{fi: n, en: n}}}}\n" for x in range(3) for y in range(3))
    versions.change_text(FIT, text, by=people["owner"], now=NOW)
    judged(world)
    found = {ref: (one.fit_x, one.fit_y) for ref, one in places().items()}
    assert found == {
        "K1": (1, 2), "K2": (2, 1), "K3": (1, None), "K4": (0, None), "K5": (2, None), "K6": (0, 2), "K7": (None, 0),
    }  # fmt: skip


TEXT = "key: a\nname: {fi: A, en: A}\n"
RULE = "rule: {everyone: true}\n"


@pytest.mark.parametrize(
    "kind, text, advice",
    [
        (TIER, TEXT + RULE, "words: "),
        (TIER, TEXT + "words: {fi: x, en: x}\nrule: {metric: nonsense, above: 1}", "there is no metric nonsense"),
        (KEY_ACCOUNT, TEXT + "rule: {segment: big}\n", "there is no segment big"),
        (FIT, TEXT + "x: {name: {fi: x, en: x}, metric: mrr, bounds: [1]}\ncells: []\n", "y: "),
        (
            FIT,
            TEXT
            + "x: {name: {fi: x, en: x}, metric: arr, bounds: [1]}\ny: {name: {fi: x, en: x}, metric: mrr, bounds: [1]}"
            + "\ncells:\n"
            + "".join(f"- {{x: {x}, y: {y}, name: {{fi: n, en: n}}}}\n" for x in range(2) for y in range(2)),
            "there is no metric arr",
        ),
        (
            FIT,
            TEXT
            + "x: {name: {fi: x, en: x}, metric: mrr, bounds: [1]}\ny: {name: {fi: x, en: x}, metric: mrr, bounds: [1]}"
            + "\ncells: []\n",
            "name each of the 4 cells once",
        ),
    ],
)
def test_texts_that_cannot_be_used_are_refused_with_advice(people, home, kind, text, advice):
    with pytest.raises(ValidationError, match=advice):
        versions.change_text(kind, text, by=people["owner"], now=NOW)
