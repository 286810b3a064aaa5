"""Gross revenue retention."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Gross revenue retention"),
    meaning=_("How much of the MRR of a year ago is left, growth of customers left out."),
    formula=_("sum over customers of a year ago of the smaller of MRR now and then / their MRR then"),
    window=_("the day asked against the same day a year before"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="financial",
    goals=("profitability", "revenue"),
    value_to=("company",),
    reads=("subscription",),
    sides="money",
    starts="year_before",
)
def grr() -> str:
    return """
        select d.as_of, b.account, b.mrr as denominator,
               case when n.account is null then 0
                    when n.mrr < b.mrr then n.mrr
                    when n.mrr is not null then b.mrr end as numerator
        from days d join mrr_at b on b.day = d.year_before
        left join mrr_at n on n.day = d.as_of and n.account = b.account
    """
