-- The month ends asked, and the days on which MRR is looked at for them: 24 month ends back, and a year before each.
create or replace temp table asked as
select last_day(month) as as_of, month - 1 as opening, (last_day(month) - interval 1 year)::date as year_before
from (select unnest(generate_series($first::date, $last::date, interval 1 month))::date as month);

create or replace temp table month_ends as
select last_day(month) as day, last_day((month + interval 1 month)::date) as next_day
from (select unnest(generate_series($first::date - interval 24 month, $last::date, interval 1 month))::date as month);

create or replace temp table looked_at as
select day from month_ends union select year_before from asked;
