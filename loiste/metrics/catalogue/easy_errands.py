"""Share of easy errands."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Easy errands"),
    meaning=_("Share of those asked about effort who found it easy, whatever the scale: the top quarter of it."),
    formula=_("answers at least 75 % of the way from the hardest to the easiest point of their scale / answers"),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days", "satisfied_from"),
)
def easy_errands() -> str:
    return """
        select w.as_of, a.account,
               sum(case when (a.value - 1) / (a.scale - 1) >= s.satisfied_from then 1 else 0 end) as numerator,
               count(*) as denominator
        from answers a join in_answer_days w on w.day = a.day cross join settings s
        where a.name = 'ces' and a.scale > 1
        group by w.as_of, a.account
    """
