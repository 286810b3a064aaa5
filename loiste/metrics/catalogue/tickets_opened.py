"""Tickets opened."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Tickets opened lately"),
    meaning=_("How many times the customer asked for help in the window; 0 for an account that did not."),
    formula=_("count of tickets opened"),
    window=_("28 days up to the day asked (setting support_days)"),
    unit="count",
    shape="sum",
    better="down",
    group="team_performance",
    goals=("operations",),
    value_to=("company",),
    reads=("ticket",),
    starts="support_days",
    settings=("support_days",),
    kpi=False,
)
def tickets_opened() -> str:
    return """
        select w.as_of, t.account, count(distinct t.ticket) as value
        from ticket_moments t
        join in_support_days w on w.day = t.day and t.from_day <= w.as_of and w.as_of < t.to_day
        where t.name = 'opened' and t.account is not null
        group by w.as_of, t.account
    """
