"""Active users."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Active users"),
    meaning=_("Distinct people who used the product. Unknown until usage names people."),
    formula=_("count of distinct contacts with usage, account by account"),
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
    since="select min(day) from usage where contact is not null",
)
def active_users() -> str:
    return """
        select w.as_of, u.account, count(distinct u.contact) as value
        from usage u join in_use_days w on w.day = u.day
        where u.contact is not null
        group by w.as_of, u.account
    """
