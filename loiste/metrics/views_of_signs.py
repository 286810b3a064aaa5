"""More of the vocabulary of metric queries: use against the account's own past, key persons, ends of contracts.

Besides the tables that loiste/metrics/views.py names: `calendar(day, weekday, part, ordinary)`, the kind of each day of
`usage_days` (see loiste/plain/finnish_days.py).
"""

FAR = "date '9999-12-31'"
LONG_AGO = "date '0001-01-01'"
KEY_ROLES = "'champion', 'decision_maker'"
LEANS = 8  # days of use: so much everyone's last year counts beside the account's own
ENOUGH = 50  # days of use a year ago, over all accounts, from which their season is believed

PERSON_USE = """
-- On which days each person of an account used the product; use that names nobody is one person's. Outcomes and visits
-- to the page where customers leave are no use.
select distinct u.account, coalesce(u.contact, '') as person, u.day
from recent_usage u cross join settings s
where u.account is not null and u.feature is distinct from s.cancellation_feature
  and (s.growth_feature = '' or u.feature is distinct from s.growth_feature)
"""

USE_WINDOWS = """
-- The days that person_use is looked at on: `late`, in the window, or before it; now (year 0) and 52 weeks earlier (1).
with every as (
    select as_of, day, 0 as year, true as late from in_use_days
    union all select as_of, day, 0, false from in_use_before
    union all select as_of, day, 1, true from in_use_last_year
    union all select as_of, day, 1, false from in_use_before_last_year
)
select e.as_of, e.year, e.late, e.day, c.weekday, c.part, c.ordinary from every e join calendar c on c.day = e.day
"""

DAY_WEIGHTS = """
-- How much use a day is worth against the mean of a week: what everyone's ordinary days before the window say of its
-- day of the week, less in a quiet season.
with uses as (
    select day, count(*) as uses from person_use group by day
), weekdays as (
    select w.as_of, w.year, w.weekday, sum(coalesce(u.uses, 0)) / count(*) as a_day
    from use_windows w left join uses u on u.day = w.day
    where w.ordinary and not w.late
    group by w.as_of, w.year, w.weekday
), shares as (
    select as_of, year, weekday, 7 * a_day / nullif(sum(a_day) over (partition by as_of, year), 0) as weight
    from weekdays
)
select w.as_of, w.year, w.late, w.day, w.ordinary, s.weight * w.part as weight
from use_windows w join shares s on s.as_of = w.as_of and s.year = w.year and s.weekday = w.weekday
"""

USUAL = """
-- Days of use in the window (`used`) and so many as ordinary days before it promise (`usual`), learned from `earlier`
-- days of use since the first one there. Unknown when that one came in the later half of the time before.
with totals as (
    select as_of, year, sum(weight) as weight from day_weights where late group by as_of, year
), rests as (
    select as_of, year, day, sum(case when ordinary then weight else 0 end) over (
        partition by as_of, year order by day desc rows between unbounded preceding and current row) as weight
    from day_weights where not late
), counted as (
    select w.as_of, w.year, {who}, count(*) filter (where w.late) as used,
           count(*) filter (where w.ordinary and not w.late) as earlier,
           min(u.day) filter (where not w.late) as first_day
    from person_use u join use_windows w on w.day = u.day
    group by w.as_of, w.year, {who}
)
select c.as_of, c.year, {whose}, c.used, c.earlier, c.earlier / r.weight * t.weight as usual
from counted c cross join settings s
join totals t on t.as_of = c.as_of and t.year = c.year
join rests r on r.as_of = c.as_of and r.year = c.year and r.day = c.first_day
where r.weight > 0 and c.earlier > 0
  and c.first_day <= c.as_of - (364 * c.year + s.use_days + 3 * s.use_days // 2)::integer
"""

SEASON = f"""
-- What share of their usual use all accounts had in the same weeks a year ago; 1 while too little is known of them.
select d.as_of, case when sum(u.usual) >= {ENOUGH} then sum(u.used) / sum(u.usual) else 1 end as share
from days d left join usual_use u on u.as_of = d.as_of and u.year = 1
group by d.as_of
"""

EXPECTED_USE = f"""
-- Days of use against so many as are expected: the usual ones, and no more than the share of the usual that there was
-- in the same weeks last year: the account's own share, leaning on everyone's.
select n.as_of, n.account, n.used, n.earlier,
       round(n.usual * least(1, (coalesce(y.used, 0) + {LEANS} * s.share) / (coalesce(y.usual, 0) + {LEANS})), 6
       )::decimal(18, 6) as expected
from usual_use n join season s on s.as_of = n.as_of
left join usual_use y on y.as_of = n.as_of and y.account = n.account and y.year = 1
where n.year = 0
"""

KEY_PEOPLE = f"""
-- Who held a role at an account from when until when; `had` is the person's role before. What a content of a contact
-- does not say, an earlier one still does; of several from one day the last holds.
with told as (
    select *, coalesce(valid_from, {LONG_AGO}) as from_day from signals_contact
), merged as (
    select source, ref, from_day, received_at, position,
           last_value(account_ref ignore nulls) over story as account_ref,
           last_value(category ignore nulls) over story as role
    from told
    window story as (partition by source, ref order by from_day, received_at, position
                     rows between unbounded preceding and current row)
), held as (
    select * from merged
    qualify row_number() over (partition by source, ref, from_day order by received_at desc, position desc) = 1
)
select i.account, coalesce(p.person, h.ref) as person, h.role, h.from_day,
       coalesce(lead(h.from_day) over story, {FAR}) as to_day, lag(h.role) over story as had
from held h join identities i on i.source = h.source and i.ref = h.account_ref
left join people p on p.source = h.source and p.ref = h.ref
window story as (partition by h.source, h.ref order by h.from_day)
"""

CONTRACT_DAYS = f"""
-- When running subscriptions renew, when notice must be given at the latest, and when they end. An end counts from the
-- day it was said on, when that is known: nobody knew it before.
with told as (
    select *, coalesce(valid_from, {LONG_AGO}) as holds_from,
           try_cast(json_extract_string(properties, '$.renews_on') as date) as renews,
           try_cast(json_extract_string(properties, '$.notice_on') as date) as notice,
           case when until < {FAR} then
                case when not assumed then greatest(coalesce(valid_from, {LONG_AGO}), known_at::date)
                     else valid_from end
           end as said_on
    from signals_subscription
), merged as (
    select source, ref, holds_from, lead(holds_from) over later as next_from,
           last_value(renews ignore nulls) over story as renews_on,
           last_value(notice ignore nulls) over story as notice_on,
           last_value(said_on ignore nulls) over story as said_on
    from told
    window later as (partition by source, ref order by holds_from, received_at, position),
           story as (partition by source, ref order by holds_from, received_at, position
                     rows between unbounded preceding and current row)
), versions as (
    select * from merged where next_from is null or next_from > holds_from
)
select d.as_of, s.account, case when v.renews_on >= d.as_of then v.renews_on end as renews_on,
       case when v.notice_on >= d.as_of then v.notice_on end as notice_on,
       case when v.said_on <= d.as_of and s.ended_on < {FAR} then s.ended_on end as ends_on
from days d
join subscription_spells s on s.from_day <= d.as_of and d.as_of < s.to_day
join versions v on v.source = s.source and v.ref = s.ref
               and v.holds_from <= d.as_of and d.as_of < coalesce(v.next_from, {FAR})
where not s.trial
"""

CUSTOMER_DAYS = """
-- On which days a customer did something: used the product, asked for help, answered.
select distinct u.account, u.day from usage u cross join settings s
where u.account is not null and (s.growth_feature = '' or u.feature is distinct from s.growth_feature)
union
select i.account, t.day from signals_ticket t join identities i on i.source = t.source and i.ref = t.account_ref
where t.name = 'opened'
union
select i.account, a.day from signals_answer a join identities i on i.source = a.source and i.ref = a.account_ref
"""

SIGNS = {
    "person_use": PERSON_USE,
    "use_windows": USE_WINDOWS,
    "day_weights": DAY_WEIGHTS,
    "usual_use": USUAL.format(who="u.account", whose="c.account"),
    "usual_use_of_people": USUAL.format(who="u.account, u.person", whose="c.account, c.person"),
    "season": SEASON,
    "expected_use": EXPECTED_USE,
    "key_people": KEY_PEOPLE,
    "contract_days": CONTRACT_DAYS,
    "customer_days": CUSTOMER_DAYS,
}
COUNTED_ONCE = ("person_use", "use_windows", "day_weights", "usual_use", "season", "expected_use")
SHARED_SIGNS = ("key_people", "contract_days")
