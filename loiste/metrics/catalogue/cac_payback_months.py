"""CAC payback."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import Inputs, derived
from loiste.organisation.config import Settings


def payback(inputs: Inputs, as_of: date, settings: Settings) -> Decimal | None:
    cac, arpa = inputs.get("cac", as_of), inputs.get("arpa", as_of)
    return None if cac is None or not arpa or not settings.margin else cac / (arpa * settings.margin)


cac_payback_months = derived(
    "cac_payback_months",
    combine=payback,
    inputs=("cac", "arpa"),
    name=_("CAC payback"),
    meaning=_("Months until a new customer has paid back what winning it cost."),
    formula=_("CAC / (revenue per customer x margin)"),
    window=_("the calendar month, on its last day"),
    unit="months",
    better="down",
    group="financial",
    goals=("profitability",),
    value_to=("company",),
    reads=("cost", "subscription"),
    settings=("margin",),
    level="organisation",
)
