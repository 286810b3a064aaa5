"""Resolution time, median."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Resolution time, median"),
    meaning=_("How long it takes until a ticket is solved."),
    formula=_("median of hours from opening to solution; a date without time counts from midnight"),
    window=_("tickets solved in the calendar month up to the day asked"),
    unit="hours",
    shape="median",
    better="down",
    group="team_performance",
    goals=("operations",),
    value_to=("customer",),
    reads=("ticket",),
    dimensions=("channel", "category", "priority"),
)
def resolution_hours_median() -> str:
    return """
        select w.as_of, t.account, t.channel, t.category, t.priority, t.value as observation
        from ticket_moments t
        join in_month w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
        where t.name = 'solved' 
    """
