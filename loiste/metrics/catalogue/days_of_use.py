"""Days of use."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days of use"),
    meaning=_("On how many days somebody of an account used the product; of one that used nothing, 0."),
    formula=_("count of days with usage, account by account"),
    window=_("28 days up to the day asked (setting use_days)"),
    unit="count",
    shape="sum",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days",),
)
def days_of_use() -> str:
    return """
        select w.as_of, u.account, count(distinct u.day) as value
        from recent_usage u join in_use_days w on w.day = u.day
        where u.account is not null
        group by w.as_of, u.account
    """
