"""Slicing by what accounts are: an attribute, the plan, tags; as it was at the start of a metric's period."""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from loiste.metrics.registry import Metric
from loiste.metrics.session import Session

OVERLAPPING = ("tags",)  # an account can be in several groups, so groups do not sum to the total


def text(value: str) -> str:
    """A value between quotes in SQL."""
    return "'" + value.replace("'", "''") + "'"


def needed(dimensions: Iterable[str]) -> str:
    """Query text that names the views which slicing reads, so that a session makes them."""
    wanted = list(dimensions)
    return " from account_facts from subscription_spells" if wanted else ""


def prepare(session: Session, metrics: Iterable[Metric], dimensions: Iterable[str]) -> None:
    """Makes `slice_days(starts, as_of, start_day)` and a `slice_N` per dimension (see slice_sql)."""
    starts = {one.starts: one for one in metrics}
    rows = [
        (name, day, one.start(day, session.organisation.settings))
        for name, one in starts.items()
        for day in session.days
    ]
    table = pa.table(
        {
            "starts": pa.array([r[0] for r in rows], pa.string()),
            "as_of": pa.array([r[1] for r in rows], pa.date32()),
            "start_day": pa.array([r[2] for r in rows], pa.date32()),
        }
    )
    session.connection.register("given_slice_days", table)
    session.connection.execute("create or replace temp table slice_days as select * from given_slice_days")
    session.connection.unregister("given_slice_days")
    for number, dimension in enumerate(dimensions):
        session.connection.execute(f"create or replace temp table slice_{number} as {slice_sql(dimension)}")


def slice_sql(dimension: str) -> str:
    """(as_of, start_day, account, key) for every account with a value; what begins after as_of is not known yet."""
    held = f"""
        select t.as_of, t.start_day, f.account, f.value as key
        from (select distinct as_of, start_day from slice_days) t
        join account_facts f on f.name = {text(dimension)}
         and (f.from_day <= t.start_day and t.start_day < f.to_day
              or f.is_first and t.start_day < f.from_day and f.from_day <= t.as_of)
        where f.value is not null"""
    if dimension in OVERLAPPING:
        return f"select as_of, start_day, account, unnest(string_split(key, ',')) as key from ({held}) h"
    if dimension == "plan":
        return f"""
            with own as ({held}), largest as (
                select t.as_of, t.start_day, s.account, arg_max(s.plan, (s.amount, s.ref)) as key
                from (select distinct as_of, start_day from slice_days) t
                join subscription_spells s on s.from_day <= t.start_day and t.start_day < s.to_day
                where s.plan is not null
                group by t.as_of, t.start_day, s.account
            ), first as (
                select account, min(from_day) as from_day, arg_min(plan, (from_day, -amount, ref)) as key
                from subscription_spells where plan is not null group by account
            )
            select t.as_of, t.start_day, f.account, coalesce(o.key, l.key, f.key) as key
            from (select distinct as_of, start_day from slice_days) t join first f on f.from_day <= t.as_of
            left join own o on o.as_of = t.as_of and o.start_day = t.start_day and o.account = f.account
            left join largest l on l.as_of = t.as_of and l.start_day = t.start_day and l.account = f.account
            union all
            select o.as_of, o.start_day, o.account, o.key
            from own o left join first f on f.account = o.account and f.from_day <= o.as_of
            where f.account is null"""
    return held


def sliced(metric: Metric, query: str, *, by: str | None, where: Mapping[str, str]) -> str:
    """The metric's rows with a column `grp`, kept to `where`. Dimension n of (by, *where) is the table slice_n."""
    key, joins, kept = "null::varchar", "", []
    if by is not None and by in metric.dimensions:
        key = f'q."{by}"'
    elif by is not None:
        key = "s0.key"
        joins += " left join slice_0 s0 on s0.as_of = d.as_of and s0.start_day = d.start_day and s0.account = q.account"
    for number, (dimension, value) in enumerate(where.items(), start=0 if by is None else 1):
        if dimension in metric.dimensions:
            kept.append(f'q."{dimension}" = {text(value)}')
        else:
            joins += (
                f" join slice_{number} s{number} on s{number}.as_of = d.as_of and s{number}.start_day = d.start_day"
                f" and s{number}.account = q.account"
            )
            kept.append(f"s{number}.key = {text(value)}")
    condition = f" where {' and '.join(kept)}" if kept else ""
    return (
        f"select q.*, {key} as grp from ({query}) q "
        f"join slice_days d on d.as_of = q.as_of and d.starts = {text(metric.starts)}{joins}{condition}"
    )
