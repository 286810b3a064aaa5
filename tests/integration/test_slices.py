"""Slices: by what an account was at the start of the period; groups that overlap are marked."""

from datetime import date

import pytest

from loiste.metrics.run import measure
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_account_belongs_to_the_group_it_had_at_the_opening(home):
    world = (
        World(home)
        .account("a", tier="gold")
        .account("a", "2024-02-10", tier="silver")
        .subscription("s", "a", "2024-01-01")
        .save()
    )
    assert world.groups("mrr", "2024-02-29", "tier") == {"gold": 100}
    assert world.groups("mrr", "2024-03-31", "tier") == {"silver": 100}


def test_a_new_account_takes_its_first_value_and_one_without_any_is_none(home):
    world = (
        World(home)
        .account("a", "2024-02-10", tier="silver")
        .subscription("s", "a", "2024-02-10")
        .subscription("t", "b", "2024-01-01")
        .save()
    )
    assert world.groups("mrr", "2024-02-29", "tier") == {"silver": 100, None: 100}
    assert world.value("mrr", "2024-02-29", where={"tier": "silver"}) == 100


def test_plan_is_the_accounts_own_else_that_of_its_largest_subscription(home):
    world = (
        World(home)
        .subscription("s", "a", "2024-01-01", mrr=10, plan="small")
        .subscription("t", "a", "2024-01-01", mrr=90, plan="big")
    )
    world.account("b", plan="own").subscription("u", "b", "2024-01-01", plan="other").subscription(
        "v", "c", "2024-02-05", plan="late"
    ).save()
    assert world.groups("mrr", "2024-02-29", "plan") == {"big": 100, "own": 100, "late": 100}


def test_tags_overlap_and_say_so(home):
    world = (
        World(home)
        .account("a", tags="fi,shop")
        .account("b", tags="shop")
        .subscription("s", "a", "2024-01-01")
        .subscription("t", "b", "2024-01-01")
        .save()
    )
    assert world.groups("mrr", "2024-02-29", "tags") == {"fi": 100, "shop": 200}
    assert measure(home, world.organisation, ["mrr"], [date(2024, 2, 29)], by="tags").overlapping


def test_costs_have_no_groups(home):
    world = (
        World(home)
        .account("a", tier="gold")
        .subscription("s", "a", "2024-01-05")
        .cost("sales", 100, "2024-01-31")
        .save()
    )
    assert world.groups("cac", "2024-01-31", "tier") == {}
    assert world.value("cac", "2024-01-31") == 100


def test_a_metric_that_cannot_be_split_that_way_has_no_values_rather_than_zeros(home):
    world = World(home).account("a", tier="gold").subscription("s", "a", "2024-01-05").cost("sales", 100, "2024-01-31")
    world.ticket("t", "opened", "2024-01-10", channel="chat").save()
    counted = measure(home, world.organisation, ["cac_payback_months"], [date(2024, 1, 31)], by="tier")
    assert "cac_payback_months" not in {metric for metric, _day, _group in counted.values}
    assert world.groups("mrr", "2024-01-31", "channel") == {}
    assert world.value("mrr", "2024-01-31", where={"channel": "chat"}) is None
    assert world.value("ticket_volume", "2024-01-31", where={"channel": "chat"}) == 1


def test_a_customer_without_a_rate_is_counted_while_its_money_is_unknown(home):
    world = World(home).subscription("s", "a", "2024-01-05", currency="USD").subscription("t", "b", "2023-12-01").save()
    assert world.value("customers_new", "2024-01-31") == 1
    assert world.value("mrr_new", "2024-01-31") is None
    assert world.value("logo_churn", "2024-01-31") == 0
