"""First contact resolution."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("First contact resolution"),
    meaning=_(
        "Share of solved tickets that were not opened again. Tickets that do not say whether they "
        "were reopened are left out."
    ),
    formula=_("tickets solved and not reopened / tickets solved that say so"),
    window=_("tickets solved in the calendar month up to the day asked"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="team_performance",
    goals=("operations",),
    value_to=("customer",),
    reads=("ticket",),
    dimensions=("channel", "category", "priority"),
)
def first_contact_resolution() -> str:
    return """
        select w.as_of, t.account, t.channel, t.category, t.priority,
               sum(case when t.value = 0 then 1 else 0 end) as numerator, count(*) as denominator
        from ticket_moments t
        join in_month w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
        where t.name = 'reopened'
        group by w.as_of, t.account, t.channel, t.category, t.priority
    """
