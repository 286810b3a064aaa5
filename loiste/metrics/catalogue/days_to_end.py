"""Days until the contract ends."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days to the end of the contract"),
    meaning=_(
        "How many days are left until a running subscription renews or ends. An end counts once it is "
        "known to have been said."
    ),
    formula=_("nearest renews_on or end of running subscriptions, not over - day asked; median over accounts"),
    window=_("the day asked"),
    unit="days",
    shape="median",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
    kpi=False,
)
def days_to_end() -> str:
    return """
        select as_of, account, min(least(renews_on, ends_on)) - as_of as observation
        from contract_days where renews_on is not null or ends_on is not null
        group by as_of, account
    """
