"""Churned MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Churned MRR"),
    meaning=_("MRR of customers who paid at the end of last month and pay nothing now. Negative."),
    formula=_(
        "minus the opening MRR of accounts whose subscriptions have all ended; rows of kind churn "
        "never change it"
    ),
    window=_("from the last day of the previous month to the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr_churn() -> str:
    return """
        select as_of, account, -opening as value
        from movements
        where paid_before and not pays_now
    """
