"""Active days."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Active days"),
    meaning=_("On how many days an account uses the product, on average over the accounts that use it."),
    formula=_("days with usage, summed over accounts / accounts with usage"),
    window=_("28 days up to the day asked (setting use_days)"),
    unit="days",
    shape="ratio",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days",),
)
def active_days() -> str:
    return """
        select w.as_of, u.account, count(distinct u.day) as numerator, 1 as denominator
        from recent_usage u join in_use_days w on w.day = u.day
        where u.account is not null
        group by w.as_of, u.account
    """
