"""Monthly recurring revenue (MRR)."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Monthly recurring revenue (MRR)"),
    meaning=_(
        "What customers pay a month for their subscriptions. Trials carry 0; yearly prices count "
        "as a twelfth."
    ),
    formula=_("sum of the monthly price of every subscription active on the day"),
    window=_("the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr() -> str:
    return """
        select d.as_of, m.account, m.mrr as value
        from days d join mrr_at m on m.day = d.as_of
    """
