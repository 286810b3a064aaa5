create or replace temp table moments as
select t.name, t.day, last_day(t.day) as as_of, t.value, t.occurred_at, t.source, t.ref, i.account
from ticket t left join identities i on i.source = t.source and i.ref = t.account_ref
where (t.account_ref is null or i.account is not null) and t.name <> 'rated'
  and t.day between (select min(opening) - 7 from asked) and (select max(as_of) from asked);

select as_of, count(*) filter (name = 'opened') as ticket_volume,
       avg(value) filter (name = 'responded') as first_response_minutes_mean,
       median(value) filter (name = 'responded') as first_response_minutes_median,
       median(value) filter (name = 'solved') as resolution_hours_median,
       count(*) filter (name = 'reopened' and value = 0) as first_contact_resolution__n,
       count(*) filter (name = 'reopened') as first_contact_resolution__d
from moments where as_of in (select as_of from asked)
group by as_of;

with turns as (
    select as_of, day - lag(day) over (partition by account order by day, occurred_at, source, ref) as since
    from moments where name = 'opened' and account is not null
)
select as_of, count(*) filter (since <= 7) as repeat_contacts__n, count(*) as repeat_contacts__d
from turns where as_of in (select as_of from asked)
group by as_of;
