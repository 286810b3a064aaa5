-- Contents of subscriptions with the days on which they hold. Every row of these blocks states every field, and no
-- subscription has two contents from one day, so the next content simply ends the one before it.
create or replace temp table spells as
with versions as (
    select *, coalesce(valid_from, date '0001-01-01') as holds_from,
           lead(valid_from) over (partition by source, ref order by valid_from nulls first) as next_from
    from subscription
)
select i.account, v.ref, greatest(v.day, v.holds_from) as from_day, least(v.until, v.next_from) as to_day,
       v.amount, v.currency, v.trial
from versions v join identities i on i.source = v.source and i.ref = v.account_ref
where greatest(v.day, v.holds_from) < least(v.until, v.next_from);

-- The rate of each month end looked at; other days count at the rate of the month end before them.
create or replace temp table rate_of as
select l.day, r.currency, arg_max(r.rate, r.day) as rate
from looked_at l
join rates r on r.day <= case when l.day = last_day(l.day) then l.day else date_trunc('month', l.day)::date - 1 end
group by all;

-- millionths times billionths, half to even
create or replace temp macro in_euros(amount, rate) as (
    (amount::hugeint * rate) // 1000000000 + case
        when (amount::hugeint * rate) % 1000000000 > 500000000 then 1
        when (amount::hugeint * rate) % 1000000000 < 500000000 then 0
        else ((amount::hugeint * rate) // 1000000000) % 2 end)::bigint;

-- What accounts pay on each day looked at: at that day's rate, and at the rate of the month end after it.
create or replace temp table paid as
with per_currency as (
    select l.day, s.account, s.currency, sum(s.amount)::bigint as amount
    from looked_at l join spells s on s.from_day <= l.day and l.day < s.to_day
    where s.amount > 0
    group by all
)
select p.day, p.account,
       sum(case when p.currency = 'EUR' then p.amount else in_euros(p.amount, r.rate) end)::bigint as mrr,
       sum(case when p.currency = 'EUR' then p.amount else in_euros(p.amount, n.rate) end)::bigint as mrr_at_next
from per_currency p
left join rate_of r on r.day = p.day and r.currency = p.currency
left join month_ends m on m.day = p.day
left join rate_of n on n.day = m.next_day and n.currency = p.currency
group by all;

create or replace temp table first_paid as
select account, min(from_day) as first_day, min(last_day(from_day)) filter (last_day(from_day) < to_day) as first_month_end
from spells where amount > 0 group by account;

-- From month end to month end.
create or replace temp table moves as
with before as (
    select m.next_day as day, p.account, p.mrr, p.mrr_at_next from paid p join month_ends m on m.day = p.day
), met as (
    select coalesce(b.day, n.day) as as_of, coalesce(b.account, n.account) as account,
           coalesce(b.mrr, 0) as opening, coalesce(n.mrr, 0) as closing,
           case when n.mrr > 0 then coalesce(b.mrr_at_next - b.mrr, 0) else 0 end as fx
    from before b
    full join (select * from paid where day = last_day(day)) n on n.day = b.day and n.account = b.account
)
select t.*, closing - opening - fx as change,
       opening = 0 and coalesce(f.first_month_end >= t.as_of, true) as is_new
from met t left join first_paid f on f.account = t.account;
