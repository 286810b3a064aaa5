select as_of, sum(closing) as mrr,
       coalesce(sum(closing) filter (is_new), 0) as mrr_new,
       coalesce(sum(closing) filter (opening = 0 and not is_new), 0) as mrr_reactivation,
       coalesce(-sum(opening) filter (closing = 0), 0) as mrr_churn,
       sum(fx) as mrr_fx,
       coalesce(sum(change) filter (opening > 0 and closing > 0 and change > 0), 0) as mrr_expansion,
       coalesce(sum(change) filter (opening > 0 and closing > 0 and change < 0), 0) as mrr_contraction,
       count(*) filter (closing > 0) as customers,
       count(*) filter (is_new) as customers_new,
       count(*) filter (opening > 0 and closing = 0) as customers_lost,
       sum(closing) as arpa__n, count(*) filter (closing > 0) as arpa__d,
       count(*) filter (opening > 0 and closing = 0) as logo_churn__n, count(*) filter (opening > 0) as logo_churn__d,
       coalesce(sum(case when closing = 0 then opening when opening > 0 and change < 0 then -change end), 0) as revenue_churn__n,
       sum(opening) as revenue_churn__d
from moves where as_of >= (select min(as_of) - 366 from asked)
group by as_of;
