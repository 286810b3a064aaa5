"""Mean grade of the NPS question."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Mean grade of the NPS question"),
    meaning=_("The plain mean of the 0-10 answers about the relationship. Not the index."),
    formula=_("sum of grades / number of answers"),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="scale",
    shape="ratio",
    better="up",
    group="customer_health",
    goals=("operations", "profitability"),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days",),
)
def nps_mean() -> str:
    return """
        select w.as_of, a.account, sum(a.value::bigint) as numerator, count(*) as denominator
        from answers a join in_answer_days w on w.day = a.day
        where a.name = 'nps' and a.level <> 'service'
        group by w.as_of, a.account
    """
