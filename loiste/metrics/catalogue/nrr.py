"""Net revenue retention."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Net revenue retention"),
    meaning=_(
        "Revenue of the last 12 months from the customers of the 12 months before, as a share of "
        "what they paid then. Above 100 % they grew more than they left."
    ),
    formula=_(
        "revenue of the last 12 months / revenue of the 12 before, both from the customers of the "
        "earlier ones; revenue = sum of MRR on the day and at the month ends before it"
    ),
    window=_("24 months up to the day asked; unknown without so much history"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="financial",
    goals=("profitability", "revenue"),
    value_to=("customer", "company"),
    reads=("subscription",),
    sides="money",
    starts="year_before",
    benchmark=Decimal("1.01"),
    benchmark_source=_("SaaS for small firms"),
    benchmark_date=date(2019, 12, 31),
)
def nrr() -> str:
    return """
        select p.as_of, m.account,
               case when count(*) = count(m.mrr)
                    then sum(case when p.half = 'now' then m.mrr else 0 end) end as numerator,
               case when count(*) = count(m.mrr)
                    then sum(case when p.half = 'before' then m.mrr else 0 end) end as denominator
        from year_points p join mrr_at m on m.day = p.point
        where p.first_point >= (select min(from_day) from subscription_spells)
        group by p.as_of, m.account
        having max(case when p.half = 'before' then 1 else 0 end) = 1
    """
