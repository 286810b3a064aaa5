"""What holds for any world: movements add up, groups add up to the whole, the future changes nothing."""

import os
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account, Identity
from loiste.metrics.registry import metrics
from loiste.metrics.run import ALL, UNKNOWN, measure
from loiste.sources.models import Rate
from loiste.timeline.models import Block
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "12"))
START = date(2023, 1, 1)
FRESH = count()
MOVES = ("mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation", "mrr_fx")

days = st.integers(0, 500).map(lambda n: START + timedelta(days=n))
accounts = st.sampled_from("abcd")
subscriptions = st.tuples(
    accounts, days, st.integers(0, 400), st.integers(0, 3000), st.sampled_from([None, "USD"]), st.booleans()
)
answers = st.tuples(st.sampled_from(["a", "b", None]), days, st.integers(0, 10), st.sampled_from([None, "service"]))
uses = st.tuples(accounts, days, st.sampled_from(["ann", "bob", None]), st.sampled_from(["f", "g"]), st.floats(1, 100))
tickets = st.tuples(accounts, days, st.integers(0, 500), st.sampled_from(["chat", "mail", None]))
worlds = st.fixed_dictionaries(
    {
        "subscriptions": st.lists(subscriptions, min_size=1, max_size=8),
        "answers": st.lists(answers, max_size=6),
        "uses": st.lists(uses, max_size=6),
        "tickets": st.lists(tickets, max_size=6),
    }
)


def told(home, world, until=None):
    """The world on a timeline of its own; with `until`, only what had begun by then."""
    for model in (Block, Identity, Account, Rate):
        model.objects.all().delete()
    place = World(home / f"world-{next(FRESH)}")
    place.home.mkdir()

    def seen(day):
        return until is None or day <= until

    for n, (account, day, length, mrr, currency, trial) in enumerate(world["subscriptions"]):
        if seen(day):
            end = (day + timedelta(days=length)).isoformat() if length else None
            place.subscription(
                f"s{n}", account, day.isoformat(), end, mrr, currency=currency, trial=trial, plan=f"p{n % 2}"
            )
    for account, day, value, level in world["answers"]:
        if seen(day):
            place.answer("nps", value, day.isoformat(), account=account, level=level)
    for account, day, who, feature, value in world["uses"]:
        if seen(day):
            place.usage(account, day.isoformat(), who, feature, value=value)
    for n, (account, day, minutes, channel) in enumerate(world["tickets"]):
        if seen(day):
            place.ticket(f"t{n}", "opened", day.isoformat(), account, channel=channel)
            place.ticket(f"t{n}", "responded", day.isoformat(), account, channel=channel, value=float(minutes))
    place.account("a", tier="gold").account("b", tier="silver").account("b", "2023-06-10", tier="gold").account(
        "c", tier=None
    )
    place.rate("2023-01-01", "USD", "0.9").rate("2023-09-15", "USD", "0.85")
    return place.save()


def some(examples=EXAMPLES):
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@some()
@given(world=worlds)
def test_opening_and_movements_make_the_closing_to_the_millionth(home, world):
    place = told(home, world)
    ends = [date(2023, 1, 31), *(date(2023, m, 1) + timedelta(days=27) for m in range(2, 12)), date(2024, 2, 29)]
    found = measure(
        place.home, place.organisation, ["mrr", *MOVES], {*ends, *(d.replace(day=1) - timedelta(days=1) for d in ends)}
    )
    for day in ends:
        opening = found.at("mrr", day.replace(day=1) - timedelta(days=1)).value or 0
        moved = sum(found.at(name, day).value or 0 for name in MOVES)
        assert opening + moved == (found.at("mrr", day).value or 0)


def worth(group):
    return group.value or group.numerator or group.denominator


@some()
@given(world=worlds, day=days, by=st.sampled_from(["tier", "plan"]))
def test_groups_add_up_to_the_whole(home, world, day, by):
    place = told(home, world)
    names = [key for key, one in metrics().items() if one.shape in ("sum", "ratio") and one.level == "account"]
    whole = measure(place.home, place.organisation, names, [day])
    parts = measure(place.home, place.organisation, names, [day], by=by)
    for name in names:
        total, groups = whole.at(name, day), [parts.at(name, day, group) for group in parts.groups]
        if total == UNKNOWN:  # as where a currency has no rate: then so is a group, or there is none with anything in it
            assert not any(map(worth, groups)) or UNKNOWN in groups, name
        elif metrics()[name].shape == "sum":
            assert float(total.value or 0) == pytest.approx(float(sum(g.value or 0 for g in groups)))
        else:
            for side in ("numerator", "denominator"):
                whole_side = float(getattr(total, side) or 0)
                assert whole_side == pytest.approx(float(sum(getattr(g, side) or 0 for g in groups))), (name, side)


@some()
@given(world=worlds, day=days)
def test_the_future_changes_nothing(home, world, day):
    names = list(metrics())
    place = told(home, world)
    with_future = measure(place.home, place.organisation, names, [day])
    before = told(home, world, until=day)
    without = measure(before.home, before.organisation, names, [day])
    for name in names:
        left, right = with_future.at(name, day, ALL).value, without.at(name, day, ALL).value
        assert (left is None) == (right is None), name
        assert left is None or float(left) == pytest.approx(float(right)), name
