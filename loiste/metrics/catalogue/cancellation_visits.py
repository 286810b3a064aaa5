"""Visits to the cancellation page."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Visits to the cancellation page"),
    meaning=_("How often somebody of the customer looked at the page where one leaves."),
    formula=_("count of use of the feature that the setting cancellation_feature names"),
    window=_("28 days up to the day asked (setting use_days)"),
    unit="count",
    shape="sum",
    better="down",
    group="customer_health",
    goals=("profitability",),
    value_to=("company",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days", "cancellation_feature"),
)
def cancellation_visits() -> str:
    return """
        select w.as_of, u.account, sum(coalesce(u.quantity, 1)) as value
        from recent_usage u join in_use_days w on w.day = u.day
        cross join settings s
        where u.account is not null and u.feature = s.cancellation_feature
        group by w.as_of, u.account
    """
