"""Customers."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Customers"),
    meaning=_("Accounts that pay something on the day."),
    formula=_("count of accounts with MRR above 0"),
    window=_("the day asked"),
    unit="count",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def customers() -> str:
    return """
        select as_of, account, 1 as value
        from movements
        where pays_now
    """
