"""Onboarding time."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Onboarding time"),
    meaning=_("Median days from the start of onboarding to a working system that delivers value."),
    formula=_(
        "median of (first value - start) in days; start = onboarding_started, else sign-up; first "
        "value = first_value, else first usage; a first value before the start is left out"
    ),
    window=_(
        "accounts that reached first value in the 365 days up to the day asked (setting onboarding_days)"
    ),
    unit="days",
    shape="median",
    better="down",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("milestone", "attribute", "usage"),
    starts="onboarding_days",
    settings=("onboarding_days",),
    benchmark=Decimal(11),
    benchmark_source=_("Own judgement"),
    benchmark_date=date(2026, 1, 1),
)
def onboarding_days() -> str:
    return """
        with started as (
            select account, min(day) as day from milestones where name = 'onboarding_started' group by account
        ), valued as (
            select account, min(day) as day from milestones where name = 'first_value' group by account
        ), used as (
            select account, day from first_used where account is not null
        ), signed as (
            select account, max(value)::date as day from account_facts
            where name = 'signed_up_on' and is_first group by account
        ), reached as (
            select d.as_of, e.account, case when v.day <= d.as_of then v.day else u.day end as day
            from days d cross join (select account from valued union select account from used) e
            left join valued v on v.account = e.account
            left join used u on u.account = e.account
        )
        select w.as_of, r.account, r.day - coalesce(case when b.day <= w.as_of then b.day end, s.day) as observation
        from reached r join in_onboarding_days w on w.as_of = r.as_of and w.day = r.day
        left join started b on b.account = r.account
        left join signed s on s.account = r.account
        where r.day >= coalesce(case when b.day <= w.as_of then b.day end, s.day)
    """
