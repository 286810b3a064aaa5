"""Days since first value."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days since first value"),
    meaning=_("How long ago the account first succeeded: its first_value milestone. Unknown before it."),
    formula=_("day asked - first milestone first_value; median over accounts"),
    window=_("all days up to the day asked"),
    unit="days",
    shape="median",
    better="up",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("milestone",),
    kpi=False,
)
def days_since_first_value() -> str:
    return """
        select d.as_of, m.account, d.as_of - min(m.day) as observation
        from milestones m join days d on m.day <= d.as_of
        where m.name = 'first_value'
        group by d.as_of, m.account
    """
