"""Churn rate (customers)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Churn rate (customers)"),
    meaning=_(
        "Share of customers who left during the month. A customer has left when all subscriptions have ended."
    ),
    formula=_("accounts lost in the month / accounts at the opening"),
    window=_("from the last day of the previous month to the day asked"),
    unit="ratio",
    shape="ratio",
    better="down",
    group="financial",
    goals=("profitability",),
    value_to=("company",),
    reads=("subscription",),
    benchmark=Decimal("0.02"),
    benchmark_source=_("Thesis 2019, example of 2 % a month"),
    benchmark_date=date(2019, 12, 31),
)
def logo_churn() -> str:
    return """
        select as_of, account, case when pays_now then 0 else 1 end as numerator, 1 as denominator
        from movements
        where paid_before
    """
