"""Everyone's use against what is expected."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Everyone's use against what was expected"),
    meaning=_(
        "The same share over all accounts together, told of each: low when the whole base dips or "
        "tracking breaks, so that no account need be looked at for it."
    ),
    formula=_("days of use of all accounts / expected days of use of all accounts"),
    window=_("28 days up to the day asked (setting use_days), against three times as many before them"),
    unit="ratio",
    shape="mean",
    better="up",
    group="product_usage",
    goals=("revenue",),
    value_to=("company",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days", "growth_feature", "cancellation_feature"),
    kpi=False,
)
def use_of_everyone() -> str:
    return """
        select as_of, account,
               round((sum(used) over everyone / nullif(sum(expected) over everyone, 0))::double, 6) as observation
        from expected_use
        window everyone as (partition by as_of)
    """
