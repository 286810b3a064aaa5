"""Retention, lifetime, cost: hand-drawn tables and the figures of the sources."""

import pytest

from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_net_revenue_retention_compares_twelve_months_with_the_twelve_before(home):
    world = World(home).subscription("s", "a", "2022-01-01", mrr=100)
    world.subscription("grown", "a", "2023-07-01", mrr=100)  # six of the later twelve month ends
    world.subscription("left", "b", "2022-01-01", "2022-07-01", 100).subscription("new", "c", "2023-02-01").save()
    # earlier: a 12 x 100, b 6 x 100 = 1800; later, without c: a 12 x 100 + 6 x 100 = 1800
    assert world.value("nrr", "2023-12-31") == 1
    assert world.value("nrr", "2024-01-31") == pytest.approx((5 * 100 + 7 * 200) / (12 * 100 + 5 * 100))


def test_net_revenue_retention_is_unknown_without_twenty_four_months(home):
    world = World(home).subscription("s", "a", "2022-02-01").save()
    assert world.value("nrr", "2023-12-31") is None
    assert world.value("nrr", "2024-01-31") == 1


def test_retention_over_mrr_compares_the_same_day_a_year_before(home):
    world = World(home).subscription("s", "a", "2023-02-01", mrr=100).subscription("u", "a", "2024-01-01", mrr=50)
    world.subscription("t", "b", "2023-02-01", "2024-02-29", 100).subscription("n", "c", "2024-01-01").save()
    assert world.value("nrr_mrr", "2024-02-28") == 250 / 200
    assert world.value("nrr_mrr", "2024-02-29") == 150 / 200
    assert world.value("grr", "2024-02-29") == 100 / 200


def test_two_per_cent_a_month_gives_a_lifetime_of_fifty_months(home):
    world = World(home)
    for number in range(50):
        end = "2024-02-10" if number == 0 else None
        world.subscription(f"s{number}", f"a{number}", "2024-01-01", end, 100)
    world.save()
    assert world.value("logo_churn", "2024-02-29") == 0.02
    assert world.value("lifetime_months", "2024-02-29") == 50
    assert world.value("cltv", "2024-02-29") == 5000
    assert world.value("lifetime_months", "2024-01-31") is None


def test_acquisition_cost_needs_the_costs_of_the_month(home):
    world = World(home).subscription("s", "a", "2024-01-05", mrr=100).subscription("t", "b", "2024-02-05", mrr=100)
    world.cost("sales", 900, "2024-01-31").cost("marketing", 300, "2024-01-31").cost(
        "adoption", 50, "2024-01-31"
    ).save()
    assert world.value("cac", "2024-01-31") == 1200
    assert world.value("crc", "2024-01-31") == 50
    assert world.value("cac_payback_months", "2024-01-31") == 12
    assert world.value("cac", "2024-02-29") is None, "February's costs are not in: unknown, not zero"


@pytest.mark.parametrize(
    ("paid_from", "trial_end", "on", "rate"),
    [
        pytest.param("2024-02-10", "2024-02-10", "2024-02-29", 1.0, id="pays from the day the trial ends"),
        pytest.param(None, "2024-02-10", "2024-02-29", 0.0, id="the trial ends and nothing follows"),
        pytest.param(None, "2024-02-10", "2024-03-31", None, id="it counts in the month of its end only"),
        pytest.param("2024-02-05", None, "2024-02-29", 1.0, id="a trial without an end ends when paying begins"),
        pytest.param("2023-12-01", "2024-02-10", "2024-02-29", None, id="a paying account's trial is no trial-to-paid"),
    ],
)
def test_trial_conversion(home, paid_from, trial_end, on, rate):
    world = World(home).subscription("t", "a", "2024-01-10", trial_end, trial=True)
    if paid_from:
        world.subscription("p", "a", paid_from)
    assert world.save().value("trial_conversion", on) == rate
