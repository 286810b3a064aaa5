"""Net promoter score (NPS)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Net promoter score (NPS)"),
    meaning=_(
        "How willing customers are to recommend: from -100 to 100. Asked about the relationship; "
        "answers given after an encounter are counted apart."
    ),
    formula=_("% promoters (9-10) - % detractors (0-6) of the answers about the relationship"),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="points",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("operations", "profitability"),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days",),
    benchmark=Decimal(30),
    benchmark_source=_("SaaS mean"),
    benchmark_date=date(2019, 12, 31),
)
def nps() -> str:
    return """
        select w.as_of, a.account, sum(case when a.value >= 9 then 1 when a.value <= 6 then -1 else 0 end) as numerator,
               count(*) as denominator
        from answers a join in_answer_days w on w.day = a.day
        where a.name = 'nps' and a.level <> 'service'
        group by w.as_of, a.account
    """
