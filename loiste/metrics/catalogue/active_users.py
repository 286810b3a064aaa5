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
    since="select min(contact_day) from first_used",
)
def active_users() -> str:
    return """
        select as_of, account, count(*) as value
        from person_days
        group by as_of, account
    """
