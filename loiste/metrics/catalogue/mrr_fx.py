"""Exchange rate effect on MRR."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Exchange rate effect on MRR"),
    meaning=_("What changed exchange rates did to the MRR of customers who stayed."),
    formula=_("opening MRR at the rates of the day minus opening MRR at the opening rates"),
    window=_("from the last day of the previous month to the day asked"),
    unit="money",
    shape="sum",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def mrr_fx() -> str:
    return """
        select as_of, account, fx as value
        from movements
    """
