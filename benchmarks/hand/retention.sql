with points as (
    select a.as_of, m.day, row_number() over (partition by a.as_of order by m.day desc) as nth
    from asked a join month_ends m on m.day <= a.as_of
), revenue as (
    select t.as_of, p.account, sum(p.mrr) filter (t.nth <= 12) as now_, sum(p.mrr) filter (t.nth > 12) as before
    from points t join paid p on p.day = t.day
    where t.nth <= 24
    group by all
), old_enough as (
    select as_of from points where nth = 24 and day >= (select min(from_day) from spells)
)
select r.as_of, coalesce(sum(now_), 0) as nrr__n, sum(before) as nrr__d
from revenue r join old_enough o on o.as_of = r.as_of
where before > 0 group by r.as_of;

select a.as_of, coalesce(sum(n.mrr), 0) as nrr_mrr__n, sum(b.mrr) as nrr_mrr__d,
       coalesce(sum(least(n.mrr, b.mrr)) filter (n.mrr > 0), 0) as grr__n, sum(b.mrr) as grr__d
from asked a join paid b on b.day = a.year_before
left join paid n on n.day = a.as_of and n.account = b.account
group by a.as_of;

with trials as (
    select account, ref, min(from_day) as began, max(to_day) as ended from spells where trial group by all
), first_trial as (
    select account, min(began) as began, arg_min(ended, (began, ref)) as ended from trials group by account
), over as (
    select f.first_day, least(t.ended, f.first_day) as ended
    from first_trial t left join first_paid f on f.account = t.account
    where f.first_day is null or f.first_day >= t.began
)
select last_day(ended) as as_of, count(*) filter (first_day <= last_day(ended)) as trial_conversion__n, count(*) as trial_conversion__d
from over where last_day(ended) in (select as_of from asked) group by all;

with spent as (
    select c.day as as_of,
           sum(case when coalesce(c.currency, 'EUR') = 'EUR' then c.amount else in_euros(c.amount, r.rate) end)
               filter (c.category in ('sales', 'marketing')) as winning,
           sum(case when coalesce(c.currency, 'EUR') = 'EUR' then c.amount else in_euros(c.amount, r.rate) end)
               filter (c.category not in ('sales', 'marketing')) as keeping
    from cost c left join rates r on r.currency = c.currency and r.day = c.day
    where c.day in (select as_of from asked)
    group by c.day
)
select s.as_of, any_value(s.winning) as cac__n, count(*) filter (m.is_new) as cac__d,
       any_value(s.keeping) as crc__n, count(*) filter (m.closing > 0) as crc__d
from spent s join moves m on m.as_of = s.as_of
group by s.as_of;
