"""Changes of key persons."""

from django.utils.translation import gettext_lazy as _

from loiste.metrics.registry import metric


@metric(
    name=_("Changes of key persons"),
    meaning=_("How often a new champion or decision maker stepped in where there was one, or one gave up the role."),
    formula=_(
        "count of contents of contacts from a day in the window that give the role to someone where "
        "another had it, or take it away"
    ),
    window=_("28 days up to the day asked (setting people_days)"),
    unit="count",
    shape="sum",
    better="down",
    group="customer_health",
    goals=("revenue",),
    value_to=("company",),
    reads=("contact",),
    starts="people_days",
    settings=("people_days",),
    since="select min(coalesce(valid_from, date '0001-01-01')) from signals_contact where category is not null",
    kpi=False,
)
def key_person_changes() -> str:
    return """
        with stepped as (
            select n.account, n.person, n.from_day as day from key_people n
            where n.role in ('champion', 'decision_maker') and n.role is distinct from n.had and exists (
                select 1 from key_people o where o.account = n.account and o.person <> n.person and o.role = n.role
                and o.from_day < n.from_day
            )
            union
            select account, person, from_day from key_people
            where had in ('champion', 'decision_maker') and role is distinct from had
        )
        select w.as_of, s.account, count(*) as value
        from stepped s join in_people_days w on w.day = s.day
        group by w.as_of, s.account
    """
