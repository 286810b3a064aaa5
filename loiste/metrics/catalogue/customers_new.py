"""New customers."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("New customers"),
    meaning=_("Accounts that pay for the first time."),
    formula=_("count of accounts above 0 on the day and on no earlier month end"),
    window=_("from the last day of the previous month to the day asked"),
    unit="count",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def customers_new() -> str:
    return """
        select as_of, account, 1 as value
        from movements
        where is_new and pays_now
    """
