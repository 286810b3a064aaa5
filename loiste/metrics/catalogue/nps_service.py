"""NPS of customer service."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("NPS of customer service"),
    meaning=_("NPS asked after an encounter with customer service."),
    formula=_("% promoters (9-10) - % detractors (0-6) of the answers given after an encounter"),
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
)
def nps_service() -> str:
    return """
        select w.as_of, a.account, sum(case when a.value >= 9 then 1 when a.value <= 6 then -1 else 0 end) as numerator,
               count(*) as denominator
        from answers a join in_answer_days w on w.day = a.day
        where a.name = 'nps' and a.level = 'service'
        group by w.as_of, a.account
    """
