"""Customer retention cost (CRC)."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Customer retention cost (CRC)"),
    meaning=_(
        "What it costs a month to keep and grow one customer. Costs of a month are known on its last day."
    ),
    formula=_("costs of success team, account management, adoption and services of the month / customers"),
    window=_("the calendar month, on its last day"),
    unit="money",
    shape="ratio",
    better="down",
    group="financial",
    goals=("profitability",),
    value_to=("company",),
    reads=("cost", "subscription"),
    level="organisation",
)
def crc() -> str:
    return """
        with spent as (
            select w.as_of, sum(c.amount) as amount, count(*) = count(c.amount) as known
            from costs c join in_month w on w.day = c.day
            where c.cost_kind in ('success_team', 'account_management', 'adoption', 'services')
            group by w.as_of
        )
        select as_of, null::bigint as account, case when known then amount end as numerator, 0 as denominator
        from spent
        union all
        select m.as_of, m.account, 0, 1
        from movements m join spent s on s.as_of = m.as_of
        where m.pays_now
    """
