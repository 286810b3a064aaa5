"""The ravenstack data set: how Loiste takes it in, and the same rows parsed for the recount."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pandas as pd

from tests.independent.asking import REPO, Loiste
from tests.independent.states import Files

FOLDER = REPO.parent / "shared" / "data" / "ravenstack"
ZONE = ZoneInfo("Europe/Helsinki")
KINDS = ("accounts", "subscriptions", "usage", "tickets")
FILES = {
    "accounts": "ravenstack_accounts.csv", "subscriptions": "ravenstack_subscriptions.csv",
    "usage": "ravenstack_feature_usage.csv", "tickets": "ravenstack_support_tickets.csv",
}  # fmt: skip
MAPPINGS = {
    "accounts": {
        "account_id": "account_id", "name": "account_name", "signed_up_on": "signup_date", "country": "country",
        "attr_industry": "industry",
    },
    "subscriptions": {
        "subscription_id": "subscription_id", "account_id": "account_id", "started_on": "start_date",
        "ended_on": "end_date", "mrr": "mrr_amount", "plan": "plan_tier", "seats": "seats", "trial": "is_trial",
        "billing_interval": "billing_frequency", "auto_renew": "auto_renew_flag",
    },
    "usage": {
        "usage_id": "usage_id", "subscription_id": "subscription_id", "occurred_at": "usage_date",
        "feature": "feature_name", "count": "usage_count", "duration_seconds": "usage_duration_secs",
    },
    "tickets": {
        "ticket_id": "ticket_id", "account_id": "account_id", "opened_at": "submitted_at", "solved_at": "closed_at",
        "first_response_minutes": "first_response_time_minutes", "priority": "priority", "csat": "satisfaction_score",
    },
}  # fmt: skip


def take_in(loiste: Loiste, order: Sequence[str] = KINDS) -> None:
    for kind in order:
        loiste.take_in(kind, FOLDER / FILES[kind], "--date-format", "%d-%m-%Y", **MAPPINGS[kind])


def read(kind: str) -> pd.DataFrame:
    """The mapped columns as text under the names of the fields; an empty cell is NaN."""
    rows = pd.read_csv(FOLDER / FILES[kind], dtype=str, keep_default_na=False, na_values=[""])
    mapping = {field.replace("attr_", "attr."): column for field, column in MAPPINGS[kind].items()}
    return pd.DataFrame({field: rows[column] for field, column in mapping.items()}).astype(object)


def day(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells, format="%d-%m-%Y")


def plain_dates(cells: pd.Series) -> pd.Series:
    return cells.map(lambda cell: datetime.strptime(cell, "%d-%m-%Y").date(), na_action="ignore")


def times(cells: pd.Series) -> pd.Series:
    return cells.map(lambda cell: datetime.strptime(cell, "%d-%m-%Y %H:%M").replace(tzinfo=ZONE), na_action="ignore")


def tables() -> dict[str, Files]:
    accounts, subscriptions, usage, tickets = (read(kind) for kind in KINDS)
    accounts["signed_up_on"] = day(accounts["signed_up_on"])
    for name in ("started_on", "ended_on"):
        subscriptions[name] = day(subscriptions[name])
    subscriptions["mrr"] = subscriptions["mrr"].map(Decimal, na_action="ignore")
    subscriptions["trial"] = subscriptions["trial"].map({"TRUE": True, "FALSE": False})
    usage["occurred_at"] = plain_dates(usage["occurred_at"])
    tickets["opened_at"] = plain_dates(tickets["opened_at"])
    tickets["solved_at"] = times(tickets["solved_at"])
    tickets["csat"] = tickets["csat"].map(lambda cell: int(float(cell)), na_action="ignore")
    return {"accounts": [accounts], "subscriptions": [subscriptions], "usage": [usage], "tickets": [tickets]}
