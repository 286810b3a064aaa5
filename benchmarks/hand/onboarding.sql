-- The first day of usage of every account: grouped by what the rows name before the names are looked up.
create or replace temp table first_used as
with named as (
    select source, account_ref, case when account_ref is null then ref end as ref, min(day) as day from usage group by all
)
select coalesce(i.account, o.account) as account, min(n.day) as day
from named n
left join identities i on i.source = n.source and i.ref = n.account_ref
left join (
    select s.source, s.ref, any_value(i.account) as account
    from subscription s join identities i on i.source = s.source and i.ref = s.account_ref group by all
) o on n.account_ref is null and o.source = n.source and o.ref = n.ref
where coalesce(i.account, o.account) is not null
group by all;

with told as (
    select i.account, min(m.day) filter (m.name = 'onboarding_started') as begun, min(m.day) filter (m.name = 'first_value') as valued
    from milestone m join identities i on i.source = m.source and i.ref = m.account_ref group by all
), signed as (
    select i.account, min(a.text::date) as day
    from attribute a join identities i on i.source = a.source and i.ref = a.account_ref
    where a.name = 'signed_up_on' group by all
), lives as (
    select coalesce(t.account, u.account) as account, t.begun, t.valued, u.day as used, s.day as signed
    from told t full join first_used u on u.account = t.account
    left join signed s on s.account = coalesce(t.account, u.account)
), reached as (
    select a.as_of, case when l.valued <= a.as_of then l.valued else l.used end as ended,
           coalesce(case when l.begun <= a.as_of then l.begun end, l.signed) as began
    from asked a cross join lives l
)
select as_of, median(ended - began) as onboarding_days
from reached where ended between as_of - 364 and as_of and ended >= began
group by as_of;
