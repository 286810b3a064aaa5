"""Feature adoption."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Feature adoption"),
    meaning=_("Which share of the features in use anywhere an account uses."),
    formula=_(
        "features that the account used / features that anyone used in the last 365 days, over "
        "accounts with usage"
    ),
    window=_("28 days up to the day asked (setting use_days); features of 365 days (setting feature_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days", "feature_days"),
    looks_at_others=True,
)
def feature_adoption() -> str:
    return """
        with known as (
            select w.as_of, count(distinct u.feature) as features
            from (select distinct day, feature from recent_usage where feature is not null) u
            join in_feature_days w on w.day = u.day
            group by w.as_of
        ), used as (
            select w.as_of, u.account, count(distinct u.feature) as features
            from recent_usage u join in_use_days w on w.day = u.day
            where u.account is not null and u.feature is not null
            group by w.as_of, u.account
        )
        select u.as_of, u.account, u.features as numerator, k.features as denominator
        from used u join known k on k.as_of = u.as_of
    """
