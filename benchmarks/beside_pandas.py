"""MRR movements and a part of the KPI table with pandas, over the same Parquet files; for comparison only."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from by_hand import Tables, Values, exact, ratio

BILLION = 1_000_000_000


def read(tables: Tables, kind: str, columns: list[str]) -> pd.DataFrame:
    """Days become timestamps in milliseconds, which hold the year 9999 too."""
    frames = [pq.read_table(path, columns=columns) for path in tables.blocks[kind]]
    parts = [table.to_pandas(date_as_object=False) for table in frames]
    return pd.concat(parts, ignore_index=True)


def joined(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """The rows with the account that they name, where it is known."""
    identities = tables.identities.to_pandas().rename(columns={"ref": "account_ref"})
    return frame.merge(identities, on=["source", "account_ref"], how="left")


def spells(tables: Tables) -> pd.DataFrame:
    columns = ["source", "ref", "account_ref", "day", "until", "valid_from", "amount", "currency"]
    held = joined(read(tables, "subscription", columns), tables).sort_values(
        ["source", "ref", "valid_from"], na_position="first"
    )
    held["next_from"] = held.groupby(["source", "ref"])["valid_from"].shift(-1)
    held["from_day"] = held[["day", "valid_from"]].max(axis=1)
    held["to_day"] = held[["until", "next_from"]].min(axis=1)
    return held[(held.from_day < held.to_day) & (held.amount > 0) & held.account.notna()]


def converted(amount: pd.Series, rate: pd.Series) -> pd.Series:
    """Millionths times billionths in whole millionths, half to even."""
    product = amount * rate
    whole, rest = product // BILLION, 2 * (product % BILLION)
    return whole + ((rest > BILLION) | ((rest == BILLION) & (whole % 2 == 1))).astype("int64")


def rates_at(tables: Tables, points: list[pd.Timestamp]) -> pd.DataFrame:
    """The newest rate of each currency on each point."""
    rates = tables.rates.to_pandas(date_as_object=True).sort_values("day")
    found = [
        {"point": point, "currency": currency, "rate": group.rate[[day <= point.date() for day in group.day]].iloc[-1]}
        for currency, group in rates.groupby("currency") for point in points
    ]  # fmt: skip
    return pd.DataFrame(found)


def movements(tables: Tables, days: list[date]) -> Values:
    """The seven figures of each month end; `days` are in order and without gaps."""
    points = [pd.Timestamp(day) for day in [days[0].replace(day=1) - timedelta(days=1), *days]]
    held, rates = spells(tables), rates_at(tables, points)
    there = [held[(held.from_day <= point) & (point < held.to_day)].assign(point=point) for point in points]
    paid = pd.concat(there).groupby(["point", "account", "currency"], as_index=False)["amount"].sum()
    paid["as_of"] = paid.point.map(dict(zip(points, [*points[1:], pd.NaT], strict=True)))
    paid = paid.merge(rates, on=["point", "currency"])
    paid = paid.merge(
        rates.rename(columns={"point": "as_of", "rate": "next_rate"}), on=["as_of", "currency"], how="left"
    )
    paid["mrr"] = converted(paid.amount, paid.rate)
    paid["at_next"] = converted(paid.amount, paid.next_rate.fillna(0).astype("int64"))
    left = paid.groupby(["as_of", "account"])[["mrr", "at_next"]].sum().rename(columns={"mrr": "opening"})
    right = paid[paid.point > points[0]].groupby(["point", "account"])[["mrr"]].sum().rename(columns={"mrr": "closing"})
    right.index.names = ["as_of", "account"]
    both = left.join(right, how="outer").fillna(0).astype("int64").reset_index()
    ended = held.assign(end=held.from_day + pd.offsets.MonthEnd(0))
    first = ended[ended.end < ended.to_day].groupby("account")["end"].min()
    return added_up(both.assign(first_end=both.account.map(first)))


def added_up(both: pd.DataFrame) -> Values:
    stays = (both.opening > 0) & (both.closing > 0)
    is_new = (both.opening == 0) & (both.first_end.isna() | (both.first_end >= both.as_of))
    fx = (both.at_next - both.opening).where(stays, 0)
    change = both.closing - both.opening - fx
    figures = pd.DataFrame({
        "as_of": both.as_of, "mrr": both.closing, "mrr_new": both.closing.where(is_new, 0),
        "mrr_reactivation": both.closing.where((both.opening == 0) & ~is_new, 0),
        "mrr_churn": (-both.opening).where(both.closing == 0, 0), "mrr_fx": fx,
        "mrr_expansion": change.where(stays & (change > 0), 0), "mrr_contraction": change.where(stays & (change < 0), 0),
        "customers": (both.closing > 0).astype("int64"),
    })  # fmt: skip
    table = figures.groupby("as_of").sum()
    return {
        (name, as_of.date()): exact(row[name], money=name != "customers")
        for as_of, row in table.iterrows() for name in table.columns
    }  # fmt: skip


def usage_and_answers(tables: Tables, days: list[date]) -> Values:
    """Active users, active days, stickiness and NPS of each month end."""
    owned = joined(read(tables, "subscription", ["source", "ref", "account_ref"]), tables)
    owners = owned.groupby(["source", "ref"], as_index=False)["account"].first().rename(columns={"account": "owner"})
    used = joined(read(tables, "usage", ["source", "account_ref", "ref", "contact_ref", "day"]), tables)
    used = used.merge(owners, on=["source", "ref"], how="left")
    named, bare = used.account_ref.notna(), used.ref.isna()
    used = used[(~named | used.account.notna()) & (named | bare | used.owner.notna())]
    used = used.assign(account=used.account.fillna(used.owner))[["account", "contact_ref", "day"]]
    window = pd.DataFrame(
        [(pd.Timestamp(day), pd.Timestamp(day - timedelta(days=n))) for day in days for n in range(28)]
    )
    seen = used.merge(window.set_axis(["as_of", "day"], axis=1).astype(used.day.dtype), on="day")
    people = seen[seen.contact_ref.notna()].drop_duplicates(["as_of", "account", "contact_ref", "day"])
    people = (
        people.groupby(["as_of", "account", "contact_ref"], dropna=False).size().groupby("as_of").agg(["size", "sum"])
    )
    accounts = seen[seen.account.notna()].drop_duplicates(["as_of", "account", "day"])
    accounts = accounts.groupby(["as_of", "account"]).size().groupby("as_of").agg(["size", "sum"])
    found: Values = nps(tables, days)
    for as_of, row in people.iterrows():
        found["active_users", as_of.date()] = exact(row["size"])
        found["stickiness", as_of.date()] = ratio("stickiness", row["sum"], 28 * row["size"])
    for as_of, row in accounts.iterrows():
        found["active_days", as_of.date()] = ratio("active_days", row["sum"], row["size"])
    return found


def nps(tables: Tables, days: list[date]) -> Values:
    answers = joined(read(tables, "answer", ["source", "account_ref", "name", "day", "value", "category"]), tables)
    answers = answers[(answers.name == "nps") & (answers.account_ref.isna() | answers.account.notna())]
    sign = np.sign((answers.value >= 9).astype(int) - (answers.value <= 6).astype(int))
    told = pd.DataFrame({"day": answers.day, "service": answers.category == "service", "sign": sign, "n": 1})
    found: Values = {}
    for as_of in days:
        last = pd.Timestamp(as_of)
        year = told[(told.day > last - pd.Timedelta(days=365)) & (told.day <= last)]
        for name, part in (("nps_service", year[year.service]), ("nps", year[~year.service])):
            found[name, as_of] = ratio(name, part.sign.sum(), part.n.sum())
    return found
