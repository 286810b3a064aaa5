"""Days since the last two-way contact."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days since the last two-way contact"),
    meaning=_("How long ago the customer and we last spoke."),
    formula=_(
        "days from the last call, meeting, e-mail, or ticket opened or answered, to the day asked; "
        "the median of accounts"
    ),
    window=_("the day asked, back to the first signal"),
    unit="days",
    shape="median",
    better="down",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("ticket", "note"),
)
def days_since_contact() -> str:
    return """
        with spoken as (
            select d.as_of, t.account, t.day
            from days d join ticket_moments t
              on t.day <= d.as_of and t.from_day <= d.as_of and d.as_of < t.to_day
            where t.name in ('opened', 'responded') and t.account is not null
            union all
            select d.as_of, n.account, n.day
            from days d join talks n on n.day <= d.as_of
        )
        select as_of, account, date_diff('day', max(day), as_of) as observation
        from spoken
        group by as_of, account
    """
