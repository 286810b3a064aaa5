"""Expansion MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Expansion MRR"),
    meaning=_("What customers pay more than at the end of last month, at the same exchange rates."),
    formula=_("sum of increases of accounts that paid at both ends"),
    window=_("from the last day of the previous month to the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr_expansion() -> str:
    return """
        select as_of, account, change as value
        from movements
        where paid_before and pays_now and (change > 0 or change is null)
    """
