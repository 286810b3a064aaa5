"""Customer acquisition cost (CAC)."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Customer acquisition cost (CAC)"),
    meaning=_("What it costs to win one more customer. Costs of a month are known on its last day."),
    formula=_("sales and marketing costs of the month / new customers of the month"),
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
def cac() -> str:
    return """
        with spent as (
            select w.as_of, sum(c.amount) as amount, count(*) = count(c.amount) as known
            from costs c join in_month w on w.day = c.day
            where c.cost_kind in ('sales', 'marketing')
            group by w.as_of
        )
        select as_of, null::bigint as account, case when known then amount end as numerator, 0 as denominator
        from spent
        union all
        select m.as_of, m.account, 0, 1
        from movements m join spent s on s.as_of = m.as_of
        where m.is_new and m.pays_now
    """
