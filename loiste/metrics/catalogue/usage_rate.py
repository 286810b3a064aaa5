"""Usage rate."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Usage rate"),
    meaning=_("Which share of the seats that were paid for somebody uses. Unknown without seats or named users."),
    formula=_("active users / seats of the subscriptions that run on the day"),
    window=_("28 days up to the day asked (setting use_days)"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("customer",),
    reads=("usage", "subscription"),
    starts="use_days",
    settings=("use_days",),
)
def usage_rate() -> str:
    return """
        with seats as (
            select d.as_of, s.account, sum(s.seats) as seats
            from days d join subscription_spells s on s.from_day <= d.as_of and d.as_of < s.to_day
            group by d.as_of, s.account
            having sum(s.seats) > 0
        ), used as (
            select as_of, account, count(*) as people from person_days group by as_of, account
        ), named as (
            select min(contact_day) as first_day from first_used
        )
        select s.as_of, s.account, coalesce(u.people, 0) as numerator, s.seats as denominator
        from seats s join named n on n.first_day <= s.as_of
        left join used u on u.as_of = s.as_of and u.account = s.account
    """
