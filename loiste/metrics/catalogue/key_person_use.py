"""Use by the key person."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Use by the key person"),
    meaning=_(
        "Days of use of the champion or decision maker against that person's own earlier pace; of "
        "several, the one who used most. Unknown when none used enough to be missed."
    ),
    formula=_(
        "days of use / expected days of use of the key person with the most expected, at least 8; "
        "everyone's season of last year is taken into account"
    ),
    window=_("28 days up to the day asked (setting use_days), against three times as many before them"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("revenue",),
    value_to=("company",),
    reads=("usage", "contact"),
    starts="use_days",
    settings=("use_days", "growth_feature", "cancellation_feature"),
    kpi=False,
)
def key_person_use() -> str:
    return """
        select u.as_of, u.account, u.used as numerator,
               round(u.usual * least(1, s.share), 6)::decimal(18, 6) as denominator
        from usual_use_of_people u join season s on s.as_of = u.as_of
        where u.year = 0 and u.usual * least(1, s.share) >= 8 and exists (
            select 1 from key_people k where k.account = u.account and k.person = u.person
            and k.role in ('champion', 'decision_maker') and k.from_day <= u.as_of and u.as_of < k.to_day
        )
        qualify row_number() over (partition by u.as_of, u.account order by u.usual desc, u.used, u.person) = 1
    """
