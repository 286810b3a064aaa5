"""Every metric of the catalogue is complete, and its query keeps to the shape that it declares."""

from datetime import date
from typing import get_args

import pytest

from loiste.metrics.registry import Metric, Shape, Unit, metrics
from loiste.metrics.session import open_session
from loiste.organisation.config import Organisation, Settings
from loiste.timeline.signal import KINDS
from tests.world import World

GOALS = {"revenue", "profitability", "operations"}
GROUPS = {"financial", "customer_health", "team_performance", "product_usage"}
VALUES = {"sum": {"value"}, "ratio": {"numerator", "denominator"}, "mean": {"observation"}, "median": {"observation"}}
DAYS = [date(2025, 3, 31), date(2025, 4, 15)]
EVERY = [pytest.param(metric, id=key) for key, metric in metrics().items()]
COUNTED = [pytest.param(metric, id=key) for key, metric in metrics().items() if metric.shape != "derived"]
ASKED = {
    "mrr", "arr", "mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation", "mrr_fx",
    "customers", "arpa", "logo_churn", "revenue_churn", "nrr", "nrr_mrr", "grr", "lifetime_months", "cltv", "cac",
    "crc", "cac_payback_months", "nps", "nps_service", "nps_mean", "csat", "ces", "onboarding_days",
    "first_response_minutes_mean", "first_response_minutes_median", "resolution_hours_median",
    "first_contact_resolution", "ticket_volume", "repeat_contacts", "active_users", "active_days", "stickiness",
    "feature_adoption", "trial_conversion", "customer_growth",
}  # fmt: skip


def test_the_catalogue_holds_the_metrics_that_the_documents_promise():
    assert metrics().keys() >= ASKED


def test_no_two_metrics_have_one_name():
    names = [str(metric.name) for metric in metrics().values()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("metric", EVERY)
def test_a_metric_says_all_that_a_reader_asks(metric: Metric):
    assert metric.name and metric.formula and metric.window
    assert str(metric.meaning).endswith(".")
    assert metric.unit in get_args(Unit)
    assert metric.shape in get_args(Shape)
    assert metric.group in GROUPS
    assert metric.goals and set(metric.goals) <= GOALS
    assert metric.value_to and set(metric.value_to) <= {"customer", "company"}
    assert metric.reads and set(metric.reads) <= set(KINDS)
    assert set(metric.settings) <= set(Settings.model_fields)
    assert metric.starts in {"opening", "year_before", *Settings.model_fields}
    assert (metric.benchmark is None) == (not metric.benchmark_source) == (metric.benchmark_date is None)


@pytest.mark.parametrize("metric", EVERY)
def test_a_metric_either_has_a_query_or_is_made_of_others(metric: Metric):
    derived = metric.shape == "derived"
    assert bool(metric.query) != derived
    assert bool(metric.inputs) == bool(metric.combine) == derived


@pytest.fixture
def session(home, db):
    def opened(metric: Metric):
        return open_session(home, Organisation(name="Test"), DAYS, [metric.query, metric.since])

    return opened


@pytest.mark.parametrize("metric", COUNTED)
def test_a_query_runs_on_an_empty_store_and_yields_the_columns_of_its_shape(session, metric: Metric):
    asked = session(metric).connection.execute(f"select * from ({metric.query}) q")
    columns = [column[0] for column in asked.description]
    assert sorted(columns) == sorted({"as_of", "account", *VALUES[metric.shape], *metric.dimensions})
    assert [row for row in asked.fetchall() if row[columns.index("account")] is not None] == []


@pytest.mark.parametrize("metric", [case for case in COUNTED if case.values[0].shape in ("sum", "ratio")])
def test_no_account_counts_twice_on_a_day(session, small_world, metric: Metric):
    per = ", ".join(("as_of", "account", *metric.dimensions))
    parted = f"select {per} from ({metric.query}) q where account is not null group by {per} having count(*) > 1"
    assert session(metric).fetch(parted) == []


@pytest.fixture
def small_world(home, db) -> World:
    """Accounts with several of everything, two currencies, and one that leaves."""
    world = World(home).rate("2025-01-01", "SEK", "0.09")
    for account, end in (("a", None), ("b", "2025-04-10"), ("c", None)):
        world.account(account, name=account, tier="gold", tags="x,y", signed_up_on="2024-01-10")
        for number, start in enumerate(("2023-01-01", "2024-02-01", "2025-03-05")):
            world.subscription(f"{account}{number}", account, start, end, 100 + number, plan="basic")
        world.subscription(f"{account}-sek", account, "2024-01-01", end, 900, currency="SEK")
        world.subscription(f"{account}-trial", account, "2025-03-01", "2025-03-20", trial=True)
        world.milestone(account, "first_value", "2025-03-01").milestone(account, "first_value", "2025-03-02")
        for day in ("2024-03-20", "2025-03-20", "2025-03-21", "2025-04-12"):
            world.usage(account, day, f"{account}-ann", "open", value=10.0).usage(
                account, day, f"{account}-bo", "send", value=1.0
            )
            for score in (("nps", 9), ("csat", 4), ("ces", 6)):
                world.answer(*score, day, account).answer(*score, day, account, level="service")
            for moment in ("opened", "responded", "solved", "reopened", "rated"):
                world.ticket(f"{account}{day}", moment, day, account, channel="mail", value=1.0, scale=5.0)
    for kind in ("sales", "marketing", "success_team", "adoption"):
        world.cost(kind, 500, "2025-03-31").cost(kind, 20, "2025-03-31")
    return world.save()
