"""Customers' own growth."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Customers' own growth"),
    meaning=_(
        "How much more customers achieved with the product than a year before, for example sales "
        "of their shops. The default outcome metric."
    ),
    formula=_(
        "(outcome of the window - outcome of the same window 52 weeks earlier) / the earlier "
        "outcome, over accounts with an earlier outcome"
    ),
    window=_("28 days up to the day asked against the same weekdays 52 weeks earlier (setting growth_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("profitability",),
    value_to=("customer",),
    reads=("usage",),
    starts="growth_days",
    settings=("growth_days", "growth_feature"),
)
def customer_growth() -> str:
    return """
        with outcomes as (
            select u.account, u.day, cast(u.value as decimal(28, 6)) as value
            from recent_usage u cross join settings s
            where u.account is not null and u.value is not null
              and (s.growth_feature = '' or u.feature = s.growth_feature)
        ), sums as (
            select w.as_of, o.account, o.value as now_value, 0 as then_value
            from outcomes o join in_growth_days w on w.day = o.day
            union all
            select w.as_of, o.account, 0, o.value
            from outcomes o join in_growth_days_before w on w.day = o.day
        )
        select as_of, account, sum(now_value) - sum(then_value) as numerator, sum(then_value) as denominator
        from sums
        group by as_of, account
        having sum(then_value) > 0
    """
