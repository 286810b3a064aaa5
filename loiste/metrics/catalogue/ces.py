"""Customer effort score (CES)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Customer effort score (CES)"),
    meaning=_(
        "How easy it was to get something done; high is easy. On the scale that was asked; "
        "answers on a shorter scale are stretched to the longest."
    ),
    formula=_("sum of effort scores / number of respondents"),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="scale",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days",),
    benchmark=Decimal("5.5"),
    benchmark_source=_("Own judgement, 1-7"),
    benchmark_date=date(2026, 1, 1),
)
def ces() -> str:
    return """
        with asked as (
            select w.as_of, a.account, a.value, a.scale
            from answers a join in_answer_days w on w.day = a.day
            where a.name = 'ces'
        ), longest as (
            select as_of, max(scale) as scale from asked group by as_of
        )
        select a.as_of, a.account,
               sum(case when a.scale = l.scale then a.value
                        else 1 + (a.value - 1) * (l.scale - 1) / (a.scale - 1) end) as numerator,
               count(*) as denominator
        from asked a join longest l on l.as_of = a.as_of
        group by a.as_of, a.account
    """
