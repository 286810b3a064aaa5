"""Rehearsals on data that others made: one in which nothing predicts, and one of which it is known how well it does."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from tests.command import as_json, loiste

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA.exists(), reason="the public data sets are not beside this checkout (../shared/data)"),
]
RAVEN, TELCO = DATA / "ravenstack" / "iso_derived", DATA / "telco_churn_ibm" / "Telco-Customer-Churn.csv"
CONTRACTS = ("Month-to-month", "One year", "Two year")


def maps(words):
    return [word for pair in words.split() for word in ("--map", pair)]


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def written(path, heads, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def test_where_nothing_predicts_no_model_claims_to(tmp_path):
    home = tmp_path / "home"
    loiste(home, "init", "--timezone", "UTC", "--currency", "USD")
    loiste(home, "import", "accounts", RAVEN / "ravenstack_accounts.csv",
           *maps("account_id=account_id name=account_name signed_up_on=signup_date"))  # fmt: skip
    loiste(home, "import", "subscriptions", RAVEN / "ravenstack_subscriptions.csv",
           *maps("subscription_id=subscription_id account_id=account_id started_on=start_date ended_on=end_date "
                 "mrr=mrr_amount seats=seats trial=is_trial"))  # fmt: skip
    loiste(home, "import", "usage", RAVEN / "ravenstack_feature_usage.csv",
           *maps("usage_id=usage_id subscription_id=subscription_id occurred_at=usage_date feature=feature_name "
                 "count=usage_count"))  # fmt: skip
    loiste(home, "import", "tickets", RAVEN / "ravenstack_support_tickets.csv",
           *maps("ticket_id=ticket_id account_id=account_id opened_at=submitted_at solved_at=closed_at "
                 "csat=satisfaction_score"))  # fmt: skip
    left = [[row["account_id"], "2024-12-31"] for row in rows_of(RAVEN / "ravenstack_accounts.csv")
            if row["churn_flag"].upper() == "TRUE"]  # fmt: skip
    loiste(home, "import", "churn", written(tmp_path / "left.csv", ["account_id", "churned_on"], left))
    words = ("--from", "2024-12-01", "--to", "2024-12-01", "--lead", "30", "--churn", "event")
    told = as_json(home, "backtest", "health", "default", *words)
    assert (told["verdict"], told["leavers"]) == ("no_better_than_chance", 109)  # of 110 one neither paid nor used any more
    assert told["auc"]["low"] <= 0.5 and told["assumed_known"] == 1.0
    assert "does not tell leavers from stayers" in loiste(home, "backtest", "health", "default", *words, language="en")


def features(rows):
    """Tenure, charges, and whether the contract is for a year or for two."""
    contracts = [[row["Contract"] == name for name in CONTRACTS[1:]] for row in rows]
    return np.column_stack(
        [[float(row["tenure"]) for row in rows], [float(row["MonthlyCharges"]) for row in rows], contracts]
    )


def model_of(rows):
    """A health model whose weights are those of a logistic regression over these customers."""
    fitted = LogisticRegression(max_iter=5000).fit(features(rows), [row["Churn"] == "Yes" for row in rows])
    tenure, charges, one, two = (float(-weight) for weight in fitted.coef_[0])  # good for staying

    def line(key, low, high, slope, more=""):
        ends = (0, 100) if slope > 0 else (100, 0)
        return (f"- {{key: {key}, attribute: {key}, weight: {abs(slope) * (high - low):.6f}, "
                f"shape: {{kind: linear, points: [[{low}, {ends[0]}], [{high}, {ends[1]}]]}}{more}}}")  # fmt: skip

    worths = dict(zip(CONTRACTS, (0, one, two), strict=True))
    values = ", ".join(f"{name}: {worth:.6f}" for name, worth in worths.items())
    components = [line("tenure", 0, 72, tenure), line("charges", 18, 119, charges),
                  line("contract", min(worths.values()), max(worths.values()), 1.0, f", values: {{{values}}}")]  # fmt: skip
    head = "key: fitted\norder: 0\nname: {fi: Sovitettu, en: Fitted}\nno_use_because: The data tells of no use.\ncomponents:\n"
    return head + "\n".join(components) + "\n"


def test_where_it_is_known_how_well_one_can_tell_a_simple_model_tells_so_well(tmp_path):
    rows = rows_of(TELCO)
    known, asked = rows[0::2], rows[1::2]
    home, texts = tmp_path / "home", tmp_path / "texts"
    loiste(home, "init", "--timezone", "UTC", "--currency", "USD")
    heads = ["account_id", "tenure", "contract", "charges", "valid_from"]
    accounts = [[r["customerID"], r["tenure"], r["Contract"], r["MonthlyCharges"], "2024-01-01"] for r in asked]
    loiste(home, "import", "accounts", written(tmp_path / "accounts.csv", heads, accounts),
           *maps("account_id=account_id valid_from=valid_from attr.tenure=tenure attr.contract=contract attr.charges=charges"))  # fmt: skip
    left = [[row["customerID"], "2024-01-31"] for row in asked if row["Churn"] == "Yes"]
    loiste(home, "import", "churn", written(tmp_path / "left.csv", ["account_id", "churned_on"], left))
    (texts / "health").mkdir(parents=True)
    (texts / "health" / "fitted.yaml").write_text(model_of(known), encoding="utf-8")
    assert loiste(home, "config", "diff", texts, exit_code=1)
    assert "health/fitted.yaml" in loiste(home, "config", "apply", texts)
    assert loiste(home, "config", "diff", texts) == ""
    words = ("--from", "2024-01-01", "--to", "2024-01-01", "--lead", "30", "--churn", "event")
    told = as_json(home, "backtest", "health", "fitted", *words)
    assert told["verdict"] == "predicts" and told["looks"] == len(asked) and told["leavers"] == len(left)
    assert 0.80 < told["auc"]["low"] < told["auc"]["value"] < told["auc"]["high"] < 0.88
    shares = [tenth["share"] for tenth in told["calibration"]]
    assert len(shares) == 10 and shares[0] > 0.6 > 0.05 > shares[-1] and told["lift"] > 2.3
    assert sum(tenth["leavers"] for tenth in told["calibration"]) == len(left)
