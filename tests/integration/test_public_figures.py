"""Figures that others published, reached by the command line from their own files."""

import csv
import json
from pathlib import Path

import pytest

from tests.command import environment
from tests.forks import python

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA.exists(), reason="the public data sets are not beside this checkout (../shared/data)"),
]


def loiste(home, *words):
    done = python(["-m", "loiste", *words], env=environment(home))
    assert done.returncode == 0, done.stderr
    return done.stdout


def kpis(home, on):
    found = json.loads(loiste(home, "kpis", "--as-of", on, "--json"))["metrics"]
    return {key: metric["value"] for key, metric in found.items()}


def test_the_garden_retailers_nps_is_53_4_over_13612_answers(tmp_path):
    loiste(tmp_path, "init")
    words = (
        "import",
        "surveys",
        DATA / "nps_botanic_fr" / "nps.csv",
        "--map",
        "nps=nps",
        "--set",
        "answered_on=2018-01-01",
        "--json",
    )
    report = json.loads(loiste(tmp_path, *words))
    assert (report["read"], report["accepted"], report["rejected"]) == (13954, 13612, 342)
    assert len(report["errors"]) == 342
    assert all(error["reason"] and error["value"] == "NA" for error in report["errors"])
    again = json.loads(loiste(tmp_path, *words))
    assert (again["accepted"], again["duplicate"]) == (0, 13612)
    found = kpis(tmp_path, "2018-06-30")
    assert round(found["nps"], 1) == 53.4
    assert (round(found["nps_promoters"], 4), round(found["nps_detractors"], 4)) == (0.6219, 0.0877)
    assert found["nps_service"] is None


def test_the_telephone_companys_churn_is_26_54_per_cent_of_customers_and_30_50_of_charges(tmp_path):
    loiste(tmp_path, "init", "--currency", "USD")
    source = DATA / "telco_churn_ibm" / "Telco-Customer-Churn.csv"
    columns = ("--map", "subscription_id=customerID", "--map", "account_id=customerID")
    price = ("--map", "mrr=MonthlyCharges", "--set", "started_on=2024-01-01")
    loiste(tmp_path, "import", "subscriptions", source, *columns, *price)
    left = tmp_path / "left.csv"
    with source.open(newline="") as file, left.open("w", newline="") as out:
        rows = list(csv.DictReader(file))
        writer = csv.DictWriter(out, ["customerID", "MonthlyCharges"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row for row in rows if row["Churn"] == "Yes")
    loiste(tmp_path, "import", "subscriptions", left, *columns, *price, "--set", "ended_on=2024-02-15")
    found = kpis(tmp_path, "2024-02-29")
    assert round(100 * found["logo_churn"], 2) == 26.54
    assert round(100 * found["revenue_churn"], 2) == 30.50
