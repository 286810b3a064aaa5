"""Lost customers."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Lost customers"),
    meaning=_("Accounts that paid at the end of last month and pay nothing now."),
    formula=_("count of accounts above 0 at the opening and at 0 on the day"),
    window=_("from the last day of the previous month to the day asked"),
    unit="count",
    shape="sum",
    better="down",
    group="financial",
    goals=("profitability",),
    value_to=("company",),
    reads=("subscription",),
)
def customers_lost() -> str:
    return """
        select as_of, account, 1 as value
        from movements
        where paid_before and not pays_now
    """
