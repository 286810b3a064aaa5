"""Customer lifetime value (CLTV)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import Inputs, derived
from loiste.organisation.config import Settings


def value(inputs: Inputs, as_of: date, settings: Settings) -> Decimal | None:
    arpa, lifetime = inputs.get("arpa", as_of), inputs.get("lifetime_months", as_of)
    return None if arpa is None or lifetime is None else arpa * settings.margin * lifetime


cltv = derived(
    "cltv",
    combine=value,
    inputs=("arpa", "lifetime_months"),
    name=_("Customer lifetime value (CLTV)"),
    meaning=_("Revenue to expect from a customer over the whole relationship."),
    formula=_("revenue per customer x margin x lifetime in months"),
    window=_("the day asked; churn of 12 months"),
    unit="money",
    better="up",
    group="financial",
    goals=("profitability",),
    value_to=("company",),
    reads=("subscription",),
    settings=("margin",),
)
