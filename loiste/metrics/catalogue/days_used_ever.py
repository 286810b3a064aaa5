"""Days of use since the beginning."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days of use since the beginning"),
    meaning=_(
        "On how many days an account has used the product since ever: tells the tenth day of use, or the hundredth."
    ),
    formula=_("count of days with usage up to the day asked, account by account"),
    window=_("all days up to the day asked"),
    unit="count",
    shape="sum",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer",),
    reads=("usage",),
    settings=("growth_feature",),
    kpi=False,
)
def days_used_ever() -> str:
    return """
        select d.as_of, u.account, count(distinct u.day) as value
        from usage u cross join settings s join days d on u.day <= d.as_of
        where u.account is not null and (s.growth_feature = '' or u.feature is distinct from s.growth_feature)
        group by d.as_of, u.account
    """
