"""How easy the newest errand was."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Ease of the newest errand"),
    meaning=_(
        "How easy the customer found it to get something done when last asked: 0 the hardest, 1 the "
        "easiest, whatever the scale."
    ),
    formula=_(
        "lowest (answer - 1) / (highest point of its scale - 1) of the newest day with an answer about "
        "effort; mean over accounts"
    ),
    window=_("the 365 days up to the day asked (setting answer_days)"),
    unit="ratio",
    shape="mean",
    better="up",
    group="customer_health",
    goals=("operations",),
    value_to=("customer",),
    reads=("answer",),
    starts="answer_days",
    settings=("answer_days",),
    kpi=False,
)
def newest_ease() -> str:
    return """
        select w.as_of, a.account, min((a.value - 1) / (a.scale - 1)) as observation
        from answers a join in_answer_days w on w.day = a.day
        where a.name = 'ces' and a.scale > 1 and a.account is not null
        group by w.as_of, a.account, a.day
        qualify row_number() over (partition by w.as_of, a.account order by a.day desc) = 1
    """
