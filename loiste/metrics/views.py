"""The vocabulary of metric queries: named relations over the signals, each a query text.

Besides these, a query may name the tables that the session makes from Python: `days(as_of, opening, year_before)`,
`points(day, rate_day)`, `year_points(as_of, point, half, first_point)`, `identities`, `people`, `rates`, `settings`,
the windows `in_month`, `in_use_days`, ... with one row (as_of, day) for each day inside the window, and
`usage_days(day)`, the days of all windows that are asked together with `recent_usage`.
"""

from collections.abc import Iterable
from functools import cache

from loiste.metrics.views_of_signs import COUNTED_ONCE, FAR, LONG_AGO, SHARED_SIGNS, SIGNS


def converted(amount: str, rate: str) -> str:
    """`amount` in millionths times `rate` in billionths, in whole millionths, half to even."""
    whole = f"({amount}::hugeint * {rate})"
    rest = f"(2 * ({whole} % 1000000000))"
    return (
        f"case when {rate} = 1000000000 then {amount}::hugeint else "
        f"({whole} // 1000000000 + case when {rest} > 1000000000 "
        f"or ({rest} = 1000000000 and ({whole} // 1000000000) % 2 = 1) then 1 else 0 end) end"
    )


SUBSCRIPTION_SPELLS = f"""
-- A spell is a stretch of days on which a subscription held one content. What a version does not state, it inherits;
-- of several versions from one day the last holds.
with told as (
    select *, coalesce(valid_from, {LONG_AGO}) as holds_from from signals_subscription
), merged as (
    select source, ref, holds_from, lead(holds_from) over later as next_from,
           last_value(account_ref ignore nulls) over story as account_ref,
           last_value(day ignore nulls) over story as started_on,
           last_value(until ignore nulls) over story as ended_on,
           last_value(amount ignore nulls) over story as amount,
           last_value(currency ignore nulls) over story as currency,
           last_value(plan ignore nulls) over story as plan,
           last_value(trial ignore nulls) over story as trial,
           last_value(quantity ignore nulls) over story as seats
    from told
    window later as (partition by source, ref order by holds_from, received_at, position),
           story as (partition by source, ref order by holds_from, received_at, position
                     rows between unbounded preceding and current row)
), versions as (
    select * from merged where next_from is null or next_from > holds_from
)
select i.account, v.source, v.ref,
       greatest(v.started_on, v.holds_from) as from_day,
       least(coalesce(v.ended_on, {FAR}), coalesce(v.next_from, {FAR})) as to_day,
       case when coalesce(v.trial, false) then 0 else coalesce(v.amount, 0) end as amount,
       coalesce(v.currency, s.currency) as currency,
       v.plan, coalesce(v.trial, false) as trial, v.seats, v.ended_on
from versions v
join identities i on i.source = v.source and i.ref = v.account_ref
cross join settings s
where greatest(v.started_on, v.holds_from) < least(coalesce(v.ended_on, {FAR}), coalesce(v.next_from, {FAR}))
"""

RATES_AT = """
-- The newest rate on or before the month end that a day counts at.
select p.day, r.currency, arg_max(r.rate, r.day) as rate
from points p join rates r on r.day <= p.rate_day
group by p.day, r.currency
"""

HELD = f"""
-- What each account pays a month, on each point, per currency: `amount` in its own, `mrr` in the organisation's.
with paid as (
    select p.day, s.account, s.currency, sum(s.amount)::bigint as amount
    from points p join subscription_spells s on s.from_day <= p.day and p.day < s.to_day
    where s.amount > 0
    group by p.day, s.account, s.currency
)
select h.day, h.account, h.currency, h.amount, {converted("h.amount", "r.rate")}::bigint as mrr
from paid h left join rates_at r on r.day = h.day and r.currency = h.currency
"""

MRR_AT = """
-- MRR of each paying account on each point; null where the rate of a currency is unknown.
select day, account, case when count(*) = count(mrr) then sum(mrr)::bigint end as mrr
from held group by day, account
"""

FIRST_PAID = """
-- The first month end at which the account paid something, and the first day.
select account, min(last_day(from_day)) filter (where last_day(from_day) < to_day) as first_month_end,
       min(from_day) as first_day
from subscription_spells where amount > 0
group by account
"""

MOVEMENTS = f"""
-- From the opening (last day of the month before) to as_of. fx: what rates did to the opening of those who stayed.
with ends as (
    select d.as_of, h.account, h.mrr as opening, {converted("h.amount", "r.rate")}::bigint as opening_now,
           0 as closing, 1 as before, 0 as after
    from days d join held h on h.day = d.opening
    left join rates_at r on r.day = d.as_of and r.currency = h.currency
    union all
    select d.as_of, h.account, 0, 0, h.mrr, 0, 1
    from days d join held h on h.day = d.as_of
), both_ends as (
    select as_of, account,
           case when count(*) = count(opening) then sum(opening)::bigint end as opening,
           case when count(*) = count(closing) then sum(closing)::bigint end as closing,
           case when max(before) = 0 or max(after) = 0 then 0
                when count(*) = count(opening) and count(*) = count(opening_now)
                then (sum(opening_now) - sum(opening))::bigint end as fx,
           max(before) = 1 as paid_before, max(after) = 1 as pays_now
    from ends group by as_of, account
)
select b.as_of, b.account, b.opening, b.closing, b.fx, b.closing - b.opening - b.fx as change,
       b.paid_before, b.pays_now,
       not b.paid_before and coalesce(f.first_month_end >= b.as_of, true) as is_new
from both_ends b left join first_paid f on f.account = b.account
"""

ACCOUNT_FACTS = f"""
-- What was said of an account, field by field, with the days from which and until which it holds.
with said as (
    select i.account, a.name, a.text as value, coalesce(a.valid_from, {LONG_AGO}) as from_day,
           row_number() over (partition by i.account, a.name, coalesce(a.valid_from, {LONG_AGO})
                              order by a.received_at desc, a.position desc) as turn
    from signals_attribute a join identities i on i.source = a.source and i.ref = a.account_ref
)
select account, name, value, from_day,
       coalesce(lead(from_day) over (partition by account, name order by from_day), {FAR}) as to_day,
       row_number() over (partition by account, name order by from_day) = 1 as is_first
from said where turn = 1
"""

SUBSCRIPTION_OWNERS = """
-- Whose a subscription is, also when it was never active.
select s.source, s.ref, arg_max(i.account, (coalesce(s.valid_from, date '0001-01-01'), s.received_at)) as account
from signals_subscription s join identities i on i.source = s.source and i.ref = s.account_ref
group by s.source, s.ref
"""

USAGE_OF = """
select coalesce(i.account, o.account, case when u.account_ref is null and u.ref is null then p.account end) as account,
       coalesce(p.person, u.contact_ref) as contact, u.day, u.name as feature, u.quantity, u.duration, u.value
from {signals} u
left join identities i on i.source = u.source and i.ref = u.account_ref
left join subscription_owners o on o.source = u.source and o.ref = u.ref
left join people p on p.source = u.source and p.ref = u.contact_ref
where (u.account_ref is null or i.account is not null)
  and (u.account_ref is not null or u.ref is null or o.account is not null)
"""

USAGE = f"""
-- A row that names an account or subscription nobody knows yet waits; one that names none counts without account.
{USAGE_OF.format(signals="signals_usage").strip()}
"""

RECENT_USAGE = f"""
-- The same, of the days inside the windows asked only.
{USAGE_OF.format(signals="(select * from signals_usage where day in (select day from usage_days))").strip()}
"""

PERSON_DAYS = """
-- On how many days of the use window each contact of an account used something.
select w.as_of, u.account, u.contact, count(distinct u.day) as days
from recent_usage u join in_use_days w on w.day = u.day
where u.contact is not null
group by w.as_of, u.account, u.contact
"""

FIRST_USED = """
-- The first day with usage of each account, and the first with usage by a named contact. Rows are put together before
-- their names are looked up.
with named as (
    select source, account_ref, case when account_ref is null then ref end as ref,
           case when account_ref is null and ref is null and source <> 'files' then contact_ref end as lone_contact,
           min(day) as day, min(day) filter (where contact_ref is not null) as contact_day
    from signals_usage group by all
)
select coalesce(i.account, o.account, p.account) as account, min(n.day) as day, min(n.contact_day) as contact_day
from named n
left join identities i on i.source = n.source and i.ref = n.account_ref
left join subscription_owners o on o.source = n.source and o.ref = n.ref
left join people p on p.source = n.source and p.ref = n.lone_contact
where (n.account_ref is null or i.account is not null) and (n.ref is null or o.account is not null)
group by coalesce(i.account, o.account, p.account)
"""

TICKET_MOMENTS = f"""
-- Moments of tickets: opened, responded, solved, reopened, rated; from the content that holds from from_day to to_day.
-- Of several contents from one day the last holds.
with versions as (
    select distinct source, ref, coalesce(valid_from, {LONG_AGO}) as from_day, received_at, position from signals_ticket
), story as (
    select *, lead(from_day) over (partition by source, ref order by from_day, received_at, position) as next_from
    from versions
), held as (
    select *, coalesce(next_from, {FAR}) as to_day from story where next_from is null or next_from > from_day
)
select t.source || '/' || t.ref as ticket, i.account, t.name, t.day, t.occurred_at, t.channel, t.category, t.priority,
       t.value, t.scale, h.from_day, h.to_day
from signals_ticket t
join held h on h.source = t.source and h.ref = t.ref and h.from_day = coalesce(t.valid_from, {LONG_AGO})
           and h.received_at = t.received_at and h.position = t.position
left join identities i on i.source = t.source and i.ref = t.account_ref
where t.account_ref is null or i.account is not null
"""

ANSWERS = f"""
-- Answers to surveys and ratings of tickets. level: service (after an encounter) or relationship.
select i.account, a.name, a.day, a.value, a.scale, coalesce(a.category, 'relationship') as level, a.channel,
       {LONG_AGO} as from_day, {FAR} as to_day
from signals_answer a
left join identities i on i.source = a.source and i.ref = a.account_ref
where a.account_ref is null or i.account is not null
union all
select account, 'csat', day, value, scale, 'service', channel, from_day, to_day
from ticket_moments where name = 'rated'
"""

MILESTONES = """
select i.account, m.name, m.day
from signals_milestone m join identities i on i.source = m.source and i.ref = m.account_ref
"""

TALKS = """
-- Notes of what both sides took part in.
select i.account, n.name, n.day
from signals_note n join identities i on i.source = n.source and i.ref = n.account_ref
where n.name in ('call', 'meeting', 'email')
"""

COSTS = f"""
-- Costs in the organisation's currency, each on the last day of its month.
select c.day, c.category as cost_kind, {converted("c.amount", "arg_max(r.rate, r.day)")}::bigint as amount
from (select *, coalesce(currency, (select currency from settings)) as paid_in from signals_cost) c
left join rates r on r.currency = c.paid_in and r.day <= c.day
group by c.id, c.day, c.category, c.amount
"""

# In this order, each may name those before it.
VIEWS = {
    "subscription_spells": SUBSCRIPTION_SPELLS,
    "subscription_owners": SUBSCRIPTION_OWNERS,
    "rates_at": RATES_AT,
    "held": HELD,
    "mrr_at": MRR_AT,
    "first_paid": FIRST_PAID,
    "movements": MOVEMENTS,
    "account_facts": ACCOUNT_FACTS,
    "usage": USAGE,
    "recent_usage": RECENT_USAGE,
    "person_days": PERSON_DAYS,
    "first_used": FIRST_USED,
    "ticket_moments": TICKET_MOMENTS,
    "answers": ANSWERS,
    "milestones": MILESTONES,
    "talks": TALKS,
    "costs": COSTS,
    **SIGNS,
}
# Counted once per session: these always, those below when several metrics read them.
MATERIALISED = ("subscription_spells", "subscription_owners", "held", "mrr_at", "movements", *COUNTED_ONCE)
SHARED = ("recent_usage", "person_days", "first_used", "ticket_moments", "answers", *SHARED_SIGNS)


def to_make(texts: Iterable[str]) -> dict[str, str]:
    """The views that any of the query texts names, in an order in which they can be made, each as "table" or "view"."""
    read = [name for text in texts for name in named_in(text)]
    return {
        name: "table" if name in MATERIALISED or (name in SHARED and read.count(name) > 1) else "view"
        for name in VIEWS
        if name in read
    }


@cache
def named_in(text: str) -> tuple[str, ...]:
    """The views that a query text names, directly or through another, in an order in which they can be made."""
    found = set(read_from(text))
    for name in reversed(VIEWS):
        if name in found:
            found |= read_from(VIEWS[name]) - {name}
    return tuple(name for name in VIEWS if name in found)


def has_window(text: str) -> bool:
    """Whether the query text, or a view that it names, looks at a window of days."""
    texts = (text, *(VIEWS[name] for name in named_in(text)))
    return any(word.startswith("in_") for part in texts for word in part.split())


@cache
def read_from(text: str) -> frozenset[str]:
    """The views that the SQL reads from itself."""
    words = text.replace("(", " ").replace(")", " ").replace(",", " ").split()
    pairs = zip(words, words[1:], strict=False)
    return frozenset(name for before, name in pairs if before.lower() in ("from", "join")) & VIEWS.keys()
