"""Tickets."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Tickets"),
    meaning=_("How many times customers asked for help."),
    formula=_("count of tickets opened"),
    window=_("the calendar month up to the day asked"),
    unit="count",
    shape="sum",
    better="down",
    group="team_performance",
    goals=("operations",),
    value_to=("company",),
    reads=("ticket",),
    dimensions=("channel", "category", "priority"),
)
def ticket_volume() -> str:
    return """
        select w.as_of, t.account, t.channel, t.category, t.priority, count(*) as value
        from ticket_moments t
        join in_month w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
        where t.name = 'opened'
        group by w.as_of, t.account, t.channel, t.category, t.priority
    """
