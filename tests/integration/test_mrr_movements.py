"""MRR and its movements, as hand-drawn tables. Each row: subscriptions, the day asked, what each metric says."""

import pytest

from tests.world import World

MOVES = ("mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation", "mrr_fx")
pytestmark = pytest.mark.django_db(transaction=True)


def moves(world, on):
    return {name.removeprefix("mrr_"): value for name in MOVES if (value := world.value(name, on))}


@pytest.mark.parametrize(
    ("start", "end", "on", "mrr"),
    [
        pytest.param("2024-03-10", None, "2024-03-09", 0, id="the day before the start it is not active"),
        pytest.param("2024-03-10", None, "2024-03-10", 100, id="the first day counts"),
        pytest.param("2024-03-10", "2024-03-20", "2024-03-19", 100, id="the day before the end counts"),
        pytest.param("2024-03-10", "2024-03-20", "2024-03-20", 0, id="the end day is the first day without"),
        pytest.param(
            "2024-03-10", "2024-03-10", "2024-03-10", 0, id="ended on the day it started, it was never active"
        ),
    ],
)
def test_a_subscription_is_active_from_its_start_to_the_day_before_its_end(home, start, end, on, mrr):
    world = (
        World(home).subscription("early", "other", "2024-01-01", "2024-02-01").subscription("s", "a", start, end).save()
    )
    assert world.value("mrr", on) == mrr
    assert world.value("arr", on) == 12 * mrr


def test_before_the_first_subscription_mrr_is_unknown_not_zero(home):
    world = World(home).subscription("s", "a", "2024-03-10").save()
    assert world.value("mrr", "2024-02-29") is None
    assert world.value("customers", "2024-02-29") is None


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        pytest.param([("s", "2024-01-15", None, 100)], "2024-01-31", {"new": 100}, id="paid for the first time"),
        pytest.param([("s", "2024-01-15", None, 100)], "2024-02-29", {}, id="no change is no movement"),
        pytest.param(
            [("s", "2024-01-15", None, 100), ("t", "2024-02-10", None, 40)], "2024-02-29", {"expansion": 40},
            id="a second subscription expands",
        ),
        pytest.param(
            [("s", "2024-01-15", None, 100), ("t", "2024-01-15", "2024-02-10", 40)], "2024-02-29", {"contraction": -40},
            id="one of two ended contracts",
        ),
        pytest.param([("s", "2024-01-15", "2024-02-10", 100)], "2024-02-29", {"churn": -100}, id="the last one ended churns"),
        pytest.param(
            [("s", "2024-01-15", "2024-02-10", 100), ("t", "2024-04-02", None, 70)], "2024-04-30", {"reactivation": 70},
            id="back after a month end at zero",
        ),
        pytest.param(
            [("s", "2024-01-15", "2024-02-10", 100), ("t", "2024-02-20", None, 70)], "2024-02-29", {"contraction": -30},
            id="away inside a month only is seen as a smaller one",
        ),
        pytest.param(
            [("s", "2024-01-05", "2024-01-20", 100), ("t", "2024-03-05", None, 70)], "2024-03-31", {"new": 70},
            id="a stay that no month end saw does not make the next one a reactivation",
        ),
        pytest.param([("s", "2024-01-05", "2024-01-20", 100)], "2024-01-10", {"new": 100}, id="in mid-month it is new"),
        pytest.param([("s", "2024-01-05", "2024-01-20", 100)], "2024-01-31", {}, id="gone before the month end, never seen"),
    ],
)  # fmt: skip
def test_movements_of_one_account(home, told, on, expected):
    world = World(home).subscription("other", "b", "2023-01-01", mrr=50)
    for ref, start, end, mrr in told:
        world.subscription(ref, "a", start, end, mrr)
    world.save()
    assert moves(world, on) == expected


def test_churn_rates_name_the_share_of_customers_and_of_revenue(home):
    world = World(home)
    for number in range(4):
        world.subscription(f"s{number}", f"a{number}", "2024-01-01", "2024-02-10" if number == 0 else None, 100)
    world.subscription("extra", "a1", "2024-01-01", "2024-02-15", 100).save()
    assert world.value("logo_churn", "2024-02-29") == 0.25
    assert world.value("revenue_churn", "2024-02-29") == pytest.approx(200 / 500)
    assert world.value("logo_churn", "2024-01-31") is None, "nobody at the opening: unknown"


def test_a_trial_carries_nothing_and_a_yearly_price_keeps_its_millionths(home):
    world = World(home).subscription("t", "a", "2024-01-01", mrr=999, trial=True)
    world.subscription("y", "b", "2024-01-01", mrr=8.333333).save()
    assert world.value("mrr", "2024-01-31") == 8.333333
    assert world.value("customers", "2024-01-31") == 1


def test_a_new_price_holds_from_its_day_and_a_correction_from_the_beginning(home):
    world = World(home).subscription("s", "a", "2024-01-01", mrr=100).save()
    world.subscription("s", "a", None, mrr=150, valid_from="2024-03-10").save()
    assert [world.value("mrr", on) for on in ("2024-03-09", "2024-03-10")] == [100, 150]
    world.subscription("s", "a", "2024-01-01", mrr=120).save()
    assert [world.value("mrr", on) for on in ("2024-03-09", "2024-03-10")] == [120, 150]


def test_what_a_later_content_does_not_state_it_inherits(home):
    world = World(home).subscription("s", "a", "2024-01-01", "2024-06-01", 100, currency=None, plan="Pro").save()
    world.tell("subscription", ref="s", account_ref="a", valid_from=None, amount=200_000_000).save()
    assert world.value("mrr", "2024-05-31") == 200
    assert world.value("mrr", "2024-06-01") == 0


def test_currencies_count_at_the_month_end_rate_and_its_change_is_a_movement_of_its_own(home):
    world = World(home).subscription("s", "a", "2024-01-01", mrr=100, currency="USD")
    world.rate("2024-01-31", "USD", "0.9").rate("2024-02-10", "USD", "2").rate("2024-02-29", "USD", "0.8").save()
    assert world.value("mrr", "2024-01-31") == 90
    assert world.value("mrr", "2024-02-20") == 90, "inside a month the last month end's rate holds"
    assert world.value("mrr", "2024-02-29") == 80
    assert moves(world, "2024-02-29") == {"fx": -10}


def test_without_a_rate_money_is_unknown_but_the_customer_is_counted(home):
    world = (
        World(home)
        .subscription("s", "a", "2024-01-01", mrr=100, currency="USD")
        .subscription("t", "b", "2024-01-01")
        .save()
    )
    assert world.value("mrr", "2024-01-31") is None
    assert world.value("customers", "2024-01-31") == 2


def test_a_growing_account_in_another_currency_splits_into_rate_and_growth(home):
    world = World(home).subscription("s", "a", "2024-01-01", mrr=100, currency="USD")
    world.subscription("t", "a", "2024-02-05", mrr=50, currency="USD")
    world.rate("2024-01-31", "USD", "0.9").rate("2024-02-29", "USD", "0.8").save()
    assert moves(world, "2024-02-29") == {"fx": -10, "expansion": 40}
