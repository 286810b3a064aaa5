"""Days until notice must be given."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Days to notice"),
    meaning=_(
        "How many days are left until a running subscription must be given notice of. Unknown when no such day is told."
    ),
    formula=_("nearest notice_on of running subscriptions, not over - day asked; median over accounts"),
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
def days_to_notice() -> str:
    return """
        select as_of, account, min(notice_on) - as_of as observation
        from contract_days where notice_on is not null
        group by as_of, account
    """
