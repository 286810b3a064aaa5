"""Churn rate (revenue)."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Churn rate (revenue)"),
    meaning=_("Share of last month's MRR lost to leavers and to smaller subscriptions."),
    formula=_("-(churned MRR + contraction MRR) / MRR at the opening"),
    window=_("from the last day of the previous month to the day asked"),
    unit="ratio",
    shape="ratio",
    better="down",
    group="financial",
    goals=("profitability", "revenue"),
    value_to=("company",),
    reads=("subscription",),
    sides="money",
)
def revenue_churn() -> str:
    return """
        select as_of, account, opening as denominator,
               case when not pays_now then opening
                    when change < 0 then -change
                    when change is not null then 0 end as numerator
        from movements
        where paid_before
    """
