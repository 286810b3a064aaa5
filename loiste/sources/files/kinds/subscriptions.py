"""Subscriptions: what an account pays, from a day until a day."""

import json
from datetime import date

from loiste.plain.money import a_month
from loiste.sources.files.errors import BadCell
from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, millionths, real
from loiste.sources.files.words import MONTHS

NEVER = date(9999, 12, 31)
DETAILS = ("billing_interval", "auto_renew", "renews_on", "notice_on")


def check(values: Values) -> None:
    started, ended = values.get("started_on"), values.get("ended_on")
    if not started and not values.get("valid_from"):
        raise BadCell("missing", "started_on")
    if started and ended and ended < started:
        raise BadCell("ends_before_start", "ended_on")
    for field in ("mrr", "amount"):
        if (values.get(field) or 0) < 0:
            raise BadCell("negative", field)
    monthly(values)


def interval(values: Values) -> str | None:
    return values.get("interval") or values.get("billing_interval")


def monthly(values: Values) -> int | None:
    """The monthly price in millionths: as stated, or the amount's part of a month.

    None for a trial, or a change from a day on, that says nothing of money; it inherits. BadCell when it had to be
    said. The price beside a trial is kept, so that what follows the trial can inherit it; that a trial counts 0 is
    for the metrics to say.
    """
    stated, amount = millionths(values.get("mrr")), values.get("amount")
    if stated is not None:
        return stated
    if amount is None:
        check_unsaid(values)
        return None
    if interval(values) not in MONTHS:
        raise BadCell("bad_interval", "interval" if "interval" in values else "billing_interval")
    return a_month(amount, MONTHS[interval(values) or ""])


def check_unsaid(values: Values) -> None:
    """BadCell unless the row is a trial or a change: these may leave the price out."""
    if not values.get("trial") and not values.get("valid_from"):
        raise BadCell("missing", "amount" if "amount" in values and "mrr" not in values else "mrr")


def until(values: Values) -> date | None:
    """The first day without it. An empty cell states that there is none; a column that is not there states nothing."""
    return values["ended_on"] or NEVER if "ended_on" in values else None


def properties(values: Values) -> str | None:
    said = {field: values[field] for field in DETAILS if values.get(field) is not None}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str) if said else None


def signals(values: Values, ref: str | None) -> list[Signal]:
    return [
        {
            "kind": "subscription",
            "ref": ref,
            "account_ref": values["account_id"],
            "day": values.get("started_on"),
            "until": until(values),
            "amount": monthly(values),
            "currency": values.get("currency"),
            "plan": values.get("plan"),
            "quantity": real(values.get("seats")),
            "trial": values.get("trial"),
            "valid_from": values.get("valid_from"),
            "properties": properties(values),
        }
    ]


KIND = Kind(
    name="subscriptions",
    own_id="subscription_id",
    state=True,
    one_of=(("started_on", "valid_from"), ("mrr", "amount", "valid_from")),
    beside=(("amount", ("interval", "billing_interval", "mrr")),),
    fields=(
        Field("subscription_id", "id"),
        Field("account_id", "id", required=True),
        Field("started_on", "day"),
        Field("ended_on", "day"),
        Field("mrr", "money"),
        Field("amount", "money"),
        Field("interval", "interval"),
        Field("currency", "currency"),
        Field("plan"),
        Field("seats", "count"),
        Field("trial", "flag"),
        Field("billing_interval", "loose_interval"),
        Field("auto_renew", "flag"),
        Field("renews_on", "day"),
        Field("notice_on", "day"),
        Field("valid_from", "day"),
    ),
    check=check,
    signals=signals,
)
