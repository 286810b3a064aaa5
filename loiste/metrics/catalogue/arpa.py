"""Revenue per customer (ARPA)."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Revenue per customer (ARPA)"),
    meaning=_("What a customer pays a month on average."),
    formula=_("MRR / customers"),
    window=_("the day asked"),
    unit="money",
    shape="ratio",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def arpa() -> str:
    return """
        select as_of, account, closing as numerator, 1 as denominator
        from movements
        where pays_now
    """
