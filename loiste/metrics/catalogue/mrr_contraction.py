"""Contraction MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Contraction MRR"),
    meaning=_("What customers who stayed pay less than at the end of last month. Negative."),
    formula=_("sum of decreases of accounts that paid at both ends"),
    window=_("from the last day of the previous month to the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr_contraction() -> str:
    return """
        select as_of, account, change as value
        from movements
        where paid_before and pays_now and (change < 0 or change is null)
    """
