"""The newest answer about the relationship."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Newest NPS answer"),
    meaning=_(
        "What the account answered last when asked whether it would recommend us, 0 to 10; the lowest "
        "of several from one day."
    ),
    formula=_("lowest relationship answer of the newest day with one, account by account; mean over accounts"),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="scale",
    shape="mean",
    better="up",
    group="customer_health",
    goals=("operations", "profitability"),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days",),
    kpi=False,
)
def newest_nps() -> str:
    return """
        select w.as_of, a.account, min(a.value) as observation
        from answers a join in_answer_days w on w.day = a.day
        where a.name = 'nps' and a.level <> 'service' and a.account is not null
        group by w.as_of, a.account, a.day
        qualify row_number() over (partition by w.as_of, a.account order by a.day desc) = 1
    """
