"""The longest wait for an answer."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Longest wait for an answer"),
    meaning=_(
        "How long a ticket of the account waited for the first response, or waits still. Unknown "
        "without tickets, or where no responses are told."
    ),
    formula=_(
        "of tickets opened in the window the longest first response in hours; one without response "
        "waits 24 hours for each day since; median over accounts"
    ),
    window=_("28 days up to the day asked (setting support_days)"),
    unit="hours",
    shape="median",
    better="down",
    group="team_performance",
    goals=("operations",),
    value_to=("customer",),
    reads=("ticket",),
    starts="support_days",
    settings=("support_days",),
    kpi=False,
)
def longest_wait_hours() -> str:
    return """
        -- Whether a response came is asked of sources that tell of responses.
        with told as (
            select split_part(ticket, '/', 1) as source, min(day) as first_day
            from ticket_moments where name = 'responded' group by 1
        ), waits as (
            select w.as_of, t.account, t.ticket, min(t.day) as opened_on
            from ticket_moments t
            join in_support_days w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
            join told s on s.source = split_part(t.ticket, '/', 1) and s.first_day <= w.as_of
            where t.name = 'opened' and t.account is not null
            group by w.as_of, t.account, t.ticket
        ), ends as (
            select w.as_of, w.ticket, min(case when t.name = 'responded' then t.value / 60 end) as hours
            from waits w join ticket_moments t on t.ticket = w.ticket and t.day <= w.as_of
            where t.name in ('responded', 'solved')
            group by w.as_of, w.ticket
        )
        select w.as_of, w.account,
               max(case when e.ticket is null then 24.0 * (w.as_of - w.opened_on) else e.hours end) as observation
        from waits w left join ends e on e.as_of = w.as_of and e.ticket = w.ticket
        where e.ticket is null or e.hours is not null
        group by w.as_of, w.account
    """
