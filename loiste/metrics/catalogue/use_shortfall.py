"""How surely use has fallen."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("How surely use has fallen"),
    meaning=_(
        "By how many usual swings an account uses less than expected, after what all others lack too is"
        " taken off; 3 or more is hardly chance. Below 0 when it uses more."
    ),
    formula=_(
        "(fair - days of use) / square root of (fair + fair x fair / days of use before); fair = "
        "expected x share of the expected that all other accounts reached, at most 1"
    ),
    window=_("28 days up to the day asked (setting use_days), against three times as many before them"),
    unit="scale",
    shape="mean",
    better="down",
    group="product_usage",
    goals=("revenue",),
    value_to=("company",),
    reads=("usage",),
    starts="use_days",
    settings=("use_days", "growth_feature", "cancellation_feature"),
    kpi=False,
)
def use_shortfall() -> str:
    return """
        -- With ten others or fewer nothing is taken off.
        with everyone as (
            select as_of, sum(used) as used, sum(expected) as expected, count(*) as accounts
            from expected_use group by as_of
        ), fair as (
            select u.as_of, u.account, u.used, u.earlier,
                   u.expected::double * case when a.accounts > 10 and a.expected > u.expected
                       then least(1, ((a.used - u.used) / (a.expected - u.expected))::double) else 1 end as fair
            from expected_use u join everyone a on a.as_of = u.as_of
        )
        select as_of, account, round((fair - used) / sqrt(fair + fair * fair / earlier), 6) as observation
        from fair where fair > 0
    """
