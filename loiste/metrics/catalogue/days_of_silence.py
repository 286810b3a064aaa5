"""Days of silence."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days of silence"),
    meaning=_(
        "Days since anyone of the customer used the product, asked for help or answered; 0 when on the "
        "day itself. Unknown before the first such day."
    ),
    formula=_("day asked - newest day with use, an opened ticket or an answer; median over accounts"),
    window=_("all days up to the day asked"),
    unit="days",
    shape="median",
    better="down",
    group="customer_health",
    goals=("revenue",),
    value_to=("company",),
    reads=("usage", "ticket", "answer"),
    settings=("growth_feature",),
    kpi=False,
)
def days_of_silence() -> str:
    return """
        select d.as_of, c.account, d.as_of - max(c.day) as observation
        from customer_days c join days d on c.day <= d.as_of
        group by d.as_of, c.account
    """
