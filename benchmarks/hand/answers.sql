-- Ratings of tickets are CSAT answers too. No ticket of these blocks was told twice, so each row holds for good.
create or replace temp table answered as
select name, day, value, scale, coalesce(category, 'relationship') = 'service' as service
from answer
where account_ref is null or (source, account_ref) in (select (source, ref) from identities)
union all
select 'csat', day, value, scale, true from ticket
where name = 'rated' and (account_ref is null or (source, account_ref) in (select (source, ref) from identities));

-- By day first: a year of days is added up for each month end.
with by_day as (
    select day,
           count(*) filter (name = 'nps' and not service) as asked_nps,
           count(*) filter (name = 'nps' and not service and value >= 9) as promoters,
           count(*) filter (name = 'nps' and not service and value <= 6) as detractors,
           count(*) filter (name = 'nps' and not service and value between 7 and 8) as passives,
           sum(value) filter (name = 'nps' and not service) as grades,
           count(*) filter (name = 'nps' and service) as asked_service,
           count(*) filter (name = 'nps' and service and value >= 9) as promoters_service,
           count(*) filter (name = 'nps' and service and value <= 6) as detractors_service,
           count(*) filter (name = 'csat') as asked_csat,
           count(*) filter (name = 'csat' and (value - case when scale = 100 then 0 else 1 end)
                            / (scale - case when scale = 100 then 0 else 1 end) >= 0.75) as satisfied
    from answered group by day
), windows as (
    select a.as_of, d.* from asked a join by_day d on d.day between a.as_of - 364 and a.as_of
)
select as_of, sum(promoters) - sum(detractors) as nps__n, sum(asked_nps) as nps__d,
       sum(promoters) as nps_promoters__n, sum(asked_nps) as nps_promoters__d,
       sum(passives) as nps_passives__n, sum(asked_nps) as nps_passives__d,
       sum(detractors) as nps_detractors__n, sum(asked_nps) as nps_detractors__d,
       sum(grades) as nps_mean__n, sum(asked_nps) as nps_mean__d,
       sum(promoters_service) - sum(detractors_service) as nps_service__n, sum(asked_service) as nps_service__d,
       sum(satisfied) as csat__n, sum(asked_csat) as csat__d
from windows group by as_of;

with efforts as (
    select a.as_of, e.value, e.scale, max(e.scale) over (partition by a.as_of) as longest
    from asked a join answered e on e.day between a.as_of - 364 and a.as_of and e.name = 'ces'
)
select as_of, sum(1 + (value - 1) * (longest - 1) / (scale - 1)) as ces__n, count(*) as ces__d
from efforts group by as_of;
