"""The public data sets, imported with the documented flags: day-first and ISO twins, reused ids, odd encodings."""

from pathlib import Path

import pytest

from loiste.organisation.config import load
from loiste.sources.files.importing import import_file
from loiste.sources.files.request import ImportRequest
from tests.integration.importing import NOW, counts, stored

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.data,
    pytest.mark.skipif(not DATA.exists(), reason="the public data sets are not beside this checkout (../shared/data)"),
]
RAVENSTACK = {
    "accounts": ("accounts", "account_id=account_id name=account_name signed_up_on=signup_date attr.industry=industry"),
    "subscriptions": (
        "subscriptions",
        "subscription_id=subscription_id account_id=account_id started_on=start_date ended_on=end_date mrr=mrr_amount "
        "plan=plan_tier seats=seats trial=is_trial billing_interval=billing_frequency auto_renew=auto_renew_flag",
    ),
    "feature_usage": (
        "usage",
        "usage_id=usage_id subscription_id=subscription_id occurred_at=usage_date feature=feature_name "
        "count=usage_count duration_seconds=usage_duration_secs",
    ),
    "support_tickets": (
        "tickets",
        "ticket_id=ticket_id account_id=account_id opened_at=submitted_at solved_at=closed_at priority=priority "
        "first_response_minutes=first_response_time_minutes csat=satisfaction_score",
    ),
    "churn_events": (
        "churn",
        "id=churn_event_id account_id=account_id churned_on=churn_date reason=reason_code comment=feedback_text",
    ),
}  # fmt: skip


def take(home, folder, name):
    kind, columns = RAVENSTACK[name]
    request = ImportRequest(
        kind=kind, path=DATA / folder / f"ravenstack_{name}.csv", map=dict(pair.split("=") for pair in columns.split())
    )
    return import_file(request, home=home, organisation=load(home), now=NOW, by="test")


@pytest.mark.parametrize(
    "name, rows, rejected",
    [("accounts", 500, 0), ("subscriptions", 5000, 0), ("feature_usage", 25000, 21), ("support_tickets", 2000, 0),
     ("churn_events", 600, 0)],
)  # fmt: skip
def test_a_file_with_the_day_first_and_its_iso_twin_say_the_same(home, name, rows, rejected):
    report = take(home, "ravenstack", name)
    assert counts(report) == (rows - rejected, 0, rejected)
    assert set(report.dates.values()) == {"%d-%m-%Y"}
    again = take(home, "ravenstack/iso_derived", name)
    assert counts(again) == (0, rows - rejected, rejected)
    assert {error["code"] for error in report.errors} <= {"id_used"}


def test_durations_of_tickets_are_those_of_the_file(home):
    take(home, "ravenstack", "support_tickets")
    hours = stored(home, "ticket", "ref", "value", "name")
    assert ("T-0024de", 27.0, "solved") in hours and ("T-0024de", 74.0, "responded") in hours


def test_the_garden_retailers_answers(home):
    request = ImportRequest(
        kind="surveys", path=DATA / "nps_botanic_fr" / "nps.csv", map={"nps": "nps"}, set={"answered_on": "2018-01-01"}
    )
    report = import_file(request, home=home, organisation=load(home), now=NOW, by="test")
    assert (report.read, counts(report), report.encoding) == (13954, (13612, 0, 342), "iso-8859-1")
    assert {(e["column"], e["value"], e["code"]) for e in report.errors} == {("nps", "NA", "no_answer")}
    assert len({e["line"] for e in report.errors}) == 342
