"""Customer satisfaction (CSAT)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Customer satisfaction (CSAT)"),
    meaning=_(
        "Share of satisfied answers, surveys and ratings of tickets together. Satisfied is the "
        "top quarter of the scale: 4 and 5 of 5."
    ),
    formula=_(
        "satisfied answers / answers; satisfied = at least 75 % of the way from the lowest to the "
        "highest point of its scale"
    ),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("answer", "ticket"),
    starts="answer_days",
    settings=("answer_days", "satisfied_from"),
    benchmark=Decimal("0.95"),
    benchmark_source=_("Case company 2020"),
    benchmark_date=date(2020, 12, 31),
)
def csat() -> str:
    return """
        with placed as (
            select w.as_of, a.account, (a.value - l.low) / (a.scale - l.low) as place
            from answers a join in_answer_days w on w.day = a.day and a.from_day <= w.as_of and w.as_of < a.to_day
            join (select 100.0 as top, 0.0 as low union all select 1.0, 1.0) l on (l.top = 100) = (a.scale = 100)
            where a.name = 'csat'
        )
        select p.as_of, p.account, sum(case when p.place >= s.satisfied_from then 1 else 0 end) as numerator,
               count(*) as denominator
        from placed p cross join settings s
        group by p.as_of, p.account
    """
