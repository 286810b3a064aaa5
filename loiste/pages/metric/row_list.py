"""The rows behind a number, as cells of a table and as plain values of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from loiste.accounts.models import Account
from loiste.metrics.registry import Metric
from loiste.metrics.rows import Row, Rows
from loiste.organisation.config import Organisation
from loiste.pages import figures
from loiste.pages.numbers import Amount

HEADER = ("account", "account_id", "name", "value", "numerator", "denominator")
SIZE = 25


@dataclass(frozen=True)
class Shown:
    """A row of the table; `account` None = a signal of no account."""

    account: Account | None
    tier: str
    value: Amount
    numerator: Amount | None
    denominator: Amount | None


def shown(metric: Metric, found: Rows, organisation: Organisation) -> list[Shown]:
    return [one(metric, row, organisation) for row in found.items]


def one(metric: Metric, row: Row, organisation: Organisation) -> Shown:
    both = (row.numerator, row.denominator)
    sides = sides_of(metric, organisation, both) if metric.shape == "ratio" else (None, None)
    tier = row.account.tier if row.account else ""
    return Shown(row.account, tier, figures.amount(metric, row.value, organisation), *sides)


def sides_of(
    metric: Metric, organisation: Organisation, values: tuple[Decimal | None, Decimal | None]
) -> tuple[Amount, Amount]:
    """Numerator and denominator in their own unit: money per customer is money over a count."""
    over = "money" if metric.sides == "money" else "count"
    upper = "money" if metric.unit == "money" else over
    first, second = values
    return Amount(first, upper, organisation.currency), Amount(second, over, organisation.currency)


def plain(found: Rows) -> Iterator[tuple[object, ...]]:
    """Cells for a file: numbers unrounded, unknown empty."""
    for row in found.items:
        who = (row.account.public_id, row.account.ref, row.account.name) if row.account else ("", "", _("no account"))
        yield (*who, *(bare(value) for value in (row.value, row.numerator, row.denominator)))


def bare(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
