"""Passives."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Passives"),
    meaning=_("Share of answers of 7 or 8 about the relationship."),
    formula=_("answers of 7-8 / answers"),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("operations", "profitability"),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days",),
)
def nps_passives() -> str:
    return """
        select w.as_of, a.account, sum(case when a.value between 7 and 8 then 1 else 0 end) as numerator,
               count(*) as denominator
        from answers a join in_answer_days w on w.day = a.day
        where a.name = 'nps' and a.level <> 'service'
        group by w.as_of, a.account
    """
