"""Trial conversion."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Trial conversion"),
    meaning=_(
        "Share of trials ended in the month whose account pays. Accounts that paid before the "
        "trial are left out."
    ),
    formula=_(
        "accounts that pay since their first trial / accounts whose first trial ended; a trial "
        "ends on its last day or when the account starts to pay"
    ),
    window=_("the calendar month up to the day asked"),
    unit="ratio",
    shape="ratio",
    better="up",
    group="financial",
    goals=("revenue",),
    value_to=("company",),
    reads=("subscription",),
)
def trial_conversion() -> str:
    return """
        with trials as (
            select account, ref, min(from_day) as began, max(to_day) as ended
            from subscription_spells where trial
            group by account, ref
        ), first_trial as (
            select account, min(began) as began, arg_min(ended, (began, ref)) as ended
            from trials group by account
        ), ended as (
            select t.account, p.first_day, case when p.first_day < t.ended then p.first_day else t.ended end as day
            from first_trial t left join first_paid p on p.account = t.account
            where p.first_day is null or p.first_day >= t.began
        )
        select w.as_of, e.account, case when e.first_day <= w.as_of then 1 else 0 end as numerator, 1 as denominator
        from ended e join in_month w on w.day = e.day
    """
