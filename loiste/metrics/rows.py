"""The rows behind a number: one per account (or per observation), largest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from loiste.accounts.models import Account
from loiste.metrics import slices
from loiste.metrics.registry import Metric, metrics
from loiste.metrics.run import major, ready
from loiste.organisation.config import Organisation


@dataclass(frozen=True)
class Row:
    """What one account adds. `account` is None for signals of no account. Money in major units."""

    account: Account | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True)
class Rows:
    total: int
    items: list[Row]


def rows(
    home: Path, organisation: Organisation, name: str, day: date, *, where: Mapping[str, str] | None = None,
    account: Account | None = None, mine: Sequence[int] | None = None, limit: int = 50, offset: int = 0,
) -> Rows:  # fmt: skip
    """Rows of a metric as of a day. A derived metric has none of its own: look at its inputs.

    `mine`: ids of the accounts whose rows are shown; None = all, those of no account among them.
    """
    one, limits = metrics()[name], dict(where or {})
    if one.shape == "derived":
        return Rows(0, [])
    session = ready(home, organisation, [one], [day], None, limits)
    sliced = slices.sliced(one, one.query, by=None, where=limits) if limits else f"select * from ({one.query}) q"
    kept = f" and account = {account.pk}" if account else ""
    if mine is not None:
        session.give("mine", pa.table({"account": pa.array(mine, pa.int64())}))
        kept += " and account in (select account from mine)"
    base = f"from ({sliced}) r where as_of = date '{day}'{kept}"
    counted = session.fetch(f"select count(*) {base}")[0][0]
    order = ", ".join(f"{column} desc nulls first" for column in parts(one))
    found = session.fetch(
        f"select account, {', '.join(parts(one))} {base} order by {order}, account limit {limit} offset {offset}"
    )
    names = Account.objects.in_bulk([row[0] for row in found if row[0] is not None])
    return Rows(counted, [as_row(one, names.get(row[0]), row[1:]) for row in found])


def parts(metric: Metric) -> tuple[str, ...]:
    """The value columns of the metric's query."""
    if metric.shape == "sum":
        return ("value",)
    return ("numerator", "denominator") if metric.shape == "ratio" else ("observation",)


def as_row(metric: Metric, account: Account | None, found: tuple[Any, ...]) -> Row:
    money = metric.unit == "money" or metric.sides == "money"
    first = None if found[0] is None else major(found[0], money=money)
    if metric.shape != "ratio":
        return Row(account, first, None, None)
    second = None if found[1] is None else major(found[1], money=metric.sides == "money")
    scale = 100 if metric.unit == "points" else 1
    # One account has no acquisition cost of its own: costs stand on one row, customers on others.
    if metric.level == "organisation" or first is None or not second:
        return Row(account, None, first, second)
    value = scale * first / second
    return Row(account, value, first, second)
