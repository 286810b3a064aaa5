"""Annual recurring revenue (ARR)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import Inputs, derived
from loiste.organisation.config import Settings


def twelve_months(inputs: Inputs, as_of: date, settings: Settings) -> Decimal | None:
    mrr = inputs.get("mrr", as_of)
    return None if mrr is None else 12 * mrr


arr = derived(
    "arr",
    combine=twelve_months,
    inputs=("mrr",),
    name=_("Annual recurring revenue (ARR)"),
    meaning=_("Monthly recurring revenue carried through a whole year."),
    formula=_("12 x MRR"),
    window=_("the day asked"),
    unit="money",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
