"""First response time, median."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("First response time, median"),
    meaning=_("How long customers wait for the first answer."),
    formula=_("median of minutes from opening to the first response"),
    window=_("responses given in the calendar month up to the day asked"),
    unit="minutes",
    shape="median",
    better="down",
    group="team_performance",
    goals=("operations",),
    value_to=("customer",),
    reads=("ticket",),
    dimensions=("channel", "category", "priority"),
)
def first_response_minutes_median() -> str:
    return """
        select w.as_of, t.account, t.channel, t.category, t.priority, t.value as observation
        from ticket_moments t
        join in_month w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
        where t.name = 'responded' 
    """
