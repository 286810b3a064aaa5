"""Stickiness."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Stickiness"),
    meaning=_("Which share of its users an account sees on an average day."),
    formula=_("mean number of daily users / active users"),
    window=_("28 days up to the day asked (setting use_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days",),
)
def stickiness() -> str:
    return """
        select p.as_of, p.account, sum(p.days) as numerator, count(*) * max(s.use_days) as denominator
        from person_days p cross join settings s
        group by p.as_of, p.account
    """
