"""Use against what is expected."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Use against what was expected"),
    meaning=_(
        "Days of use against as many as the account's own earlier use promises for these days; 1 is as "
        "expected. A person's day counts once. Unknown with too little history."
    ),
    formula=_(
        "days of use / expected days of use; expected = the usual pace of the days before, by weekday, "
        "with public holidays and quiet seasons, and no more than the share of last year's same weeks"
    ),
    window=_("28 days up to the day asked (setting use_days), against three times as many before them"),
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
def use_against_expected() -> str:
    return """
        select as_of, account, used as numerator, expected as denominator
        from expected_use where expected >= 4
    """
