"""New MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("New MRR"),
    meaning=_("MRR of customers who pay for the first time."),
    formula=_("MRR of accounts above 0 on the day and on no earlier month end"),
    window=_("from the last day of the previous month to the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr_new() -> str:
    return """
        select as_of, account, closing as value
        from movements
        where is_new and pays_now
    """
