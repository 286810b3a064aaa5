"""Days since the last meeting."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days since the last meeting"),
    meaning=_("How long ago the customer and we last met."),
    formula=_("days from the last meeting to the day asked; the median of accounts"),
    window=_("the day asked, back to the first signal"),
    unit="days",
    shape="median",
    better="down",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("note",),
)
def days_since_meeting() -> str:
    return """
        select d.as_of, m.account, date_diff('day', max(m.day), d.as_of) as observation
        from days d join talks m on m.day <= d.as_of
        where m.name = 'meeting'
        group by d.as_of, m.account
    """
