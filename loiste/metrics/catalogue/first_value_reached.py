"""Accounts that have reached first value."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("First value reached"),
    meaning=_("1 for an account that has reached first value, 0 for one that has not; in all, how many have."),
    formula=_("count of accounts with a milestone first_value up to the day asked"),
    window=_("all days up to the day asked"),
    unit="count",
    shape="sum",
    better="up",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("milestone",),
    kpi=False,
)
def first_value_reached() -> str:
    return """
        select distinct d.as_of, m.account, 1 as value
        from milestones m join days d on m.day <= d.as_of
        where m.name = 'first_value'
    """
