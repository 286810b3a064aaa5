"""Repeat contacts."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Repeat contacts"),
    meaning=_(
        "Share of tickets whose account had opened another one shortly before. Tickets of no "
        "account are left out."
    ),
    formula=_("tickets opened within 7 days after another of the same account / tickets opened"),
    window=_("the calendar month up to the day asked; looking back 7 days (setting repeat_days)"),
    unit="ratio",
    shape="ratio",
    better="down",
    group="team_performance",
    goals=("operations",),
    value_to=("customer",),
    reads=("ticket",),
    dimensions=("channel", "category", "priority"),
    settings=("repeat_days",),
)
def repeat_contacts() -> str:
    return """
        with asked as (
            select w.as_of, t.account, t.channel, t.category, t.priority, t.day,
                   lag(t.day) over (partition by w.as_of, t.account order by t.day, t.occurred_at, t.ticket) as before
            from ticket_moments t
            join in_month_and_before w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
            where t.name = 'opened' and t.account is not null
        )
        select a.as_of, a.account, a.channel, a.category, a.priority,
               sum(case when a.day - a.before <= s.repeat_days then 1 else 0 end) as numerator,
               count(*) as denominator
        from asked a join days d on d.as_of = a.as_of cross join settings s
        where a.day > d.opening
        group by a.as_of, a.account, a.channel, a.category, a.priority
    """
