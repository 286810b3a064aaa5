"""Reactivation MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Reactivation MRR"),
    meaning=_("MRR of customers who had left and came back."),
    formula=_("MRR of accounts at 0 at the end of last month and above 0 at an earlier month end"),
    window=_("from the last day of the previous month to the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr_reactivation() -> str:
    return """
        select as_of, account, closing as value
        from movements
        where not paid_before and pays_now and not is_new
    """
