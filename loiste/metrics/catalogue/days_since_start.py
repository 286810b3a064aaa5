"""Days since the start of onboarding."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days since the start"),
    meaning=_("How long ago onboarding began, or the account signed up when nothing is said of onboarding."),
    formula=_("day asked - first onboarding_started, or without one signed_up_on; median over accounts"),
    window=_("all days up to the day asked"),
    unit="days",
    shape="median",
    better="down",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("milestone", "attribute"),
    kpi=False,
)
def days_since_start() -> str:
    return """
        with begun as (
            select account, min(day) as day, 1 as turn from milestones
            where name = 'onboarding_started' group by account
            union all
            select account, max(try_cast(value as date)), 2 from account_facts
            where name = 'signed_up_on' and is_first group by account
        )
        select d.as_of, b.account, d.as_of - arg_min(b.day, b.turn) as observation
        from begun b join days d on b.day <= d.as_of
        group by d.as_of, b.account
    """
