"""Customer lifetime."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import Inputs, derived
from loiste.organisation.config import Settings
from loiste.plain.days import months_back


def twelve_months(as_of: date) -> list[date]:
    return months_back(as_of, 12)


def lifetime(inputs: Inputs, as_of: date, settings: Settings) -> Decimal | None:
    rates = [rate for day in twelve_months(as_of) if (rate := inputs.get("logo_churn", day)) is not None]
    total = sum(rates, Decimal(0))
    return len(rates) / total if total else None


lifetime_months = derived(
    "lifetime_months",
    combine=lifetime,
    spans=twelve_months,
    inputs=("logo_churn",),
    name=_("Customer lifetime"),
    meaning=_("How long a customer stays at the present rate of leaving."),
    formula=_(
        "1 / mean of the customer churn rates of 12 months; months without customers at the "
        "opening are left out"
    ),
    window=_("12 months up to the day asked"),
    unit="months",
    better="up",
    group="financial",
    goals=("profitability",),
    value_to=("company",),
    reads=("subscription",),
)
