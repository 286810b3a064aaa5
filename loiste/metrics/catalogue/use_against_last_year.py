"""Use against the same weeks last year."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Use against last year"),
    meaning=_(
        "Days of use against the same weeks a year before: tells a slow decline that never falls "
        "sharply. Unknown when the account used less than 12 days then."
    ),
    formula=_(
        "days of use / days of use 52 weeks earlier, for accounts with at least 12 then; a person's day counts once"
    ),
    window=_("28 days up to the day asked and 364 days before (setting use_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer", "company"),
    reads=("usage",),
    starts="use_days",
    settings=("use_days", "growth_feature", "cancellation_feature"),
    kpi=False,
)
def use_against_last_year() -> str:
    return """
        with both_years as (
            select w.as_of, u.account, 1 as now, 0 as earlier from person_use u join in_use_days w on w.day = u.day
            union all
            select w.as_of, u.account, 0, 1 from person_use u join in_use_last_year w on w.day = u.day
        )
        select as_of, account, sum(now) as numerator, sum(earlier) as denominator
        from both_years group by as_of, account having sum(earlier) >= 12
    """
