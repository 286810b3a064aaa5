"""Loiste's numbers against a recount in pandas, written from docs/how-a-number-is-made.md without a look at the SQL."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from tests.independent import ravenstack, states
from tests.independent.asking import Loiste, differences, group_differences
from tests.independent.recount import FAMILIES, METRICS, MOVEMENTS, OTHERS_THAN_SUPPORT, Recount
from tests.independent.world import World, write

RAVENSTACK = pytest.mark.skipif(
    not ravenstack.FOLDER.exists(),
    reason="the data set ravenstack is not beside this checkout (../shared/data/ravenstack)",
)
MONTHS = ("kpis", "--monthly", "2023-01..2024-12")
SLICED_DAYS = [pd.Timestamp(day) for day in ("2023-06-30", "2024-02-29", "2024-11-15")]
WORLD_DAYS = [
    pd.Timestamp(day)
    for day in (
        "2022-01-31", "2022-09-15", "2023-02-28", "2023-03-31", "2023-12-31", "2024-02-29", "2024-05-17", "2024-06-30",
    )
]  # fmt: skip
SEED = 7


def assert_none(found: Iterable[str]) -> None:
    lines = list(found)
    assert not lines, f"{len(lines)} differ\n" + "\n".join(lines[:60])


# ---- ravenstack


def tied_accounts(recount: Recount, days: Iterable[pd.Timestamp]) -> list[str]:
    """Accounts whose plan the document leaves open on one of the days: equals of different plans are its largest, or
    its first."""
    contents = recount.money.contents
    firsts = contents[contents["started_on"] == contents.groupby("account_id")["started_on"].transform("min")]
    largest = [states.active(contents, day) for day in days]
    largest = [rows[rows["price"] == rows.groupby("account_id")["price"].transform("max")] for rows in largest]
    plans = [rows.groupby("account_id")["plan"].nunique() for rows in (firsts, *largest)]
    return sorted({account for counts in plans for account in counts[counts > 1].index})


def starts(day: pd.Timestamp) -> list[pd.Timestamp]:
    """The days on which the periods of some metric begin."""
    ends = [states.month_end_before(day, nth) for nth in range(1, 13)]
    return [*ends, states.year_before(day), states.days_before(day, 28), states.days_before(day, 365)]


@pytest.fixture(scope="module")
def raven(new_home, tmp_path_factory) -> tuple[Loiste, Recount]:
    """The company and its recount. Accounts whose plan would be open have one stated."""
    folder = tmp_path_factory.mktemp("raven")
    loiste, tables = new_home(folder, "USD"), ravenstack.tables()
    ravenstack.take_in(loiste)
    tied = tied_accounts(Recount(tables, home="USD"), {start for day in SLICED_DAYS for start in starts(day)})
    plans = pd.DataFrame({"account_id": tied, "attr.plan": "Basic"})
    loiste.take_in(
        "accounts", write(plans, folder / "plans.csv"), **{"account_id": "account_id", "attr_plan": "attr.plan"}
    )
    tables["accounts"].append(plans)
    return loiste, Recount(tables, home="USD")


@pytest.fixture(scope="module")
def raven_months(raven) -> list[dict[str, Any]]:
    return raven[0].ask(*MONTHS)


@pytest.mark.data
@RAVENSTACK
def test_ravenstack_every_month(raven, raven_months):
    assert len(raven_months) == 24
    assert raven_months[0]["metrics"].keys() == set(METRICS)
    assert_none(
        line
        for month in raven_months
        for line in differences(month["as_of"], month["metrics"], raven[1].metrics(pd.Timestamp(month["as_of"])))
    )


@pytest.mark.data
@RAVENSTACK
@pytest.mark.parametrize("by", ["plan", "industry"])
def test_ravenstack_in_groups(raven, by):
    loiste, recount = raven
    for day in SLICED_DAYS:
        told = loiste.ask("kpis", "--as-of", f"{day:%Y-%m-%d}", "--by", by)
        assert len(told["groups"]) >= 3 and not told["overlapping"]
        assert_none(group_differences(f"{day:%Y-%m-%d} by {by}", told["groups"], recount.groups(day, by)))


@pytest.mark.data
@RAVENSTACK
def test_ravenstack_movements_lead_from_month_to_month(raven_months):
    before = Fraction(0)
    for month in raven_months:
        values = {name: Fraction(month["metrics"][name]["value"]) for name in ("mrr", *MOVEMENTS)}
        assert abs(before + sum(values[name] for name in MOVEMENTS) - values["mrr"]) < Fraction(1, 200), month["as_of"]
        before = values["mrr"]


@pytest.mark.data
@RAVENSTACK
def test_ravenstack_usage_before_subscriptions(raven_months, new_home, tmp_path):
    loiste = new_home(tmp_path, "USD")
    ravenstack.take_in(loiste, ("usage", "tickets", "subscriptions", "accounts"))
    assert_none(
        line
        for told, first in zip(loiste.ask(*MONTHS), raven_months, strict=True)
        for line in differences(told["as_of"], told["metrics"], {k: v["value"] for k, v in first["metrics"].items()})
    )


# ---- a made-up company


@pytest.fixture(scope="module")
def world(new_home, tmp_path_factory) -> tuple[Loiste, Recount]:
    folder, tables = tmp_path_factory.mktemp("world"), World(SEED).tables()
    loiste = new_home(folder, "EUR")
    rejected = loiste.take_in_all(tables, folder)
    # Only usage ids that were used before; the recount keeps the first row of an id as well.
    assert {(row["kind"], row["code"]) for row in rejected} == {("usage", "id_used")}
    return loiste, Recount(tables, home="EUR")


@pytest.fixture(scope="module")
def by_tier(world) -> dict[pd.Timestamp, Any]:
    """The days asked for and all month ends between them."""
    return world[0].kpis(WORLD_DAYS, "--by", "tier")


def others_than(family: str) -> set[str]:
    return set(METRICS) - set(FAMILIES[family])


def test_the_world_has_something_of_everything(world):
    """A metric that is unknown or 0 on all days would be compared in vain."""
    found = [world[1].metrics(day) for day in WORLD_DAYS]
    assert [name for name in METRICS if not any(each[name] for each in found)] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_the_world_as_a_whole(world, by_tier, family):
    assert len(by_tier) == 32
    assert_none(
        line
        for day, told in by_tier.items()
        for line in differences(f"{day:%Y-%m-%d}", told["metrics"], world[1].metrics(day), others_than(family))
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_the_world_by_tier(world, by_tier, family):
    for day in WORLD_DAYS:
        groups = by_tier[day]["groups"]
        assert {group["key"] for group in groups} == {"gold", "silver", "bronze", None}
        where = f"{day:%Y-%m-%d} by tier"
        assert_none(group_differences(where, groups, world[1].groups(day, "tier"), others_than(family)))


def test_the_world_by_tags(world):
    day = pd.Timestamp("2024-02-29")
    told = world[0].ask("kpis", "--as-of", "2024-02-29", "--by", "tags")
    assert told["overlapping"]
    leave_out = FAMILIES["support"]
    assert_none(group_differences("2024-02-29 by tags", told["groups"], world[1].groups(day, "tags"), leave_out))


def test_the_worlds_support_by_channel(world):
    """In a month in which no account opened two tickets on one day: which is then the earlier one is left open."""
    told = world[0].ask("kpis", "--as-of", "2022-12-31", "--by", "channel")
    ours = world[1].groups(pd.Timestamp("2022-12-31"), "channel")
    assert_none(group_differences("2022-12-31 by channel", told["groups"], ours, OTHERS_THAN_SUPPORT))
