-- Usage of all windows, read once.
create or replace temp table used as
select coalesce(i.account, o.account) as account, u.contact_ref as contact, u.day, u.name as feature, u.value
from usage u
left join identities i on i.source = u.source and i.ref = u.account_ref
left join (
    select s.source, s.ref, any_value(i.account) as account
    from subscription s join identities i on i.source = s.source and i.ref = s.account_ref group by all
) o on u.account_ref is null and o.source = u.source and o.ref = u.ref
where (u.account_ref is null or i.account is not null) and (u.account_ref is not null or u.ref is null or o.account is not null)
  and u.day between (select min(as_of) - 391 from asked) and (select max(as_of) from asked);

create or replace temp table use_days as
select as_of, unnest(generate_series(as_of - 27, as_of, interval 1 day))::date as day from asked;

with people as (
    select w.as_of, u.account, u.contact, count(distinct u.day) as days
    from used u join use_days w on w.day = u.day
    where u.contact is not null
    group by all
)
select as_of, count(*) as active_users, sum(days) as stickiness__n, 28 * count(*) as stickiness__d
from people group by as_of;

with accounts as (
    select w.as_of, u.account, count(distinct u.day) as days, count(distinct u.feature) as features
    from used u join use_days w on w.day = u.day
    where u.account is not null
    group by all
), known as (
    select a.as_of, count(distinct d.feature) as features
    from asked a join (select distinct day, feature from used) d on d.day between a.as_of - 364 and a.as_of
    group by a.as_of
)
select a.as_of, sum(a.days) as active_days__n, count(*) as active_days__d,
       sum(a.features) as feature_adoption__n, sum(k.features) filter (a.features > 0) as feature_adoption__d
from accounts a join known k on k.as_of = a.as_of
group by a.as_of;

with windows as (
    select as_of, true as recent, unnest(generate_series(as_of - 27, as_of, interval 1 day))::date as day from asked
    union all
    select as_of, false, unnest(generate_series(as_of - 391, as_of - 364, interval 1 day))::date from asked
), sums as (
    select w.as_of, u.account, sum(u.value) filter (w.recent) as now_, sum(u.value) filter (not w.recent) as before
    from windows w join used u on u.day = w.day
    where u.account is not null and u.value is not null
    group by all
)
select as_of, sum(coalesce(now_, 0)) - sum(before) as customer_growth__n, sum(before) as customer_growth__d
from sums where before > 0 group by as_of;
