"""Net revenue retention over MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Net revenue retention over MRR"),
    meaning=_("MRR now of the customers who paid a year ago, as a share of what they paid then."),
    formula=_("MRR on the day of customers of a year ago / their MRR on the same day a year before"),
    window=_("the day asked against the same day a year before"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="financial",
    goals=("profitability", "revenue"),
    value_to=("customer", "company"),
    reads=("subscription",),
    sides="money",
    starts="year_before",
)
def nrr_mrr() -> str:
    return """
        select d.as_of, b.account, b.mrr as denominator,
               case when n.account is null then 0 else n.mrr end as numerator
        from days d join mrr_at b on b.day = d.year_before
        left join mrr_at n on n.day = d.as_of and n.account = b.account
    """
