"""What holds when: the contents of accounts, subscriptions and tickets on a day, from the rows of the files.

Written from docs/how-a-number-is-made.md alone; knows nothing of the package `loiste`.

A kind comes as a list of tables (DataFrames), one per imported file in the order of the import, with the field names
of the import kinds. A column that a table does not have states nothing; an empty cell is None/NaN/NaT.
Days are pd.Timestamp at midnight without zone; moments are `datetime.date` (no time) or `datetime` with a zone;
money and rates are Decimal.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

BEGINNING = pd.Timestamp("1800-01-01")
NEVER = pd.Timestamp("2200-01-01")
NONE = ""  # the account of rows that name none
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
INHERITED = ["account_id", "started_on", "ended_on", "price", "currency", "plan", "trial", "seats"]

Files = list[pd.DataFrame]


# ---- days


def opening(day: pd.Timestamp) -> pd.Timestamp:
    """The last day of the month before the day's month."""
    return day.replace(day=1) - pd.Timedelta(days=1)


def month_end_before(day: pd.Timestamp, nth: int) -> pd.Timestamp:
    """The nth month end before the day: the 1st is the opening, the 2nd a month earlier. The 0th is the day itself."""
    if nth == 0:
        return day
    return day.replace(day=1) - pd.DateOffset(months=nth - 1) - pd.Timedelta(days=1)


def month_ends_before(day: pd.Timestamp, since: pd.Timestamp) -> list[pd.Timestamp]:
    """All month ends before the day that are not before `since`, the newest first."""
    ends, end = [], opening(day)
    while end >= since:
        ends.append(end)
        end = opening(end)
    return ends


def last_month_end(day: pd.Timestamp) -> pd.Timestamp:
    """The last month end up to the day; the day itself when it is one."""
    return day if day.is_month_end else opening(day)


def year_before(day: pd.Timestamp) -> pd.Timestamp:
    """The same day a year before; of 29 February the 28th."""
    return day - pd.DateOffset(years=1)


def days_before(day: pd.Timestamp, count: int) -> pd.Timestamp:
    return day - pd.Timedelta(days=count)


# ---- rows of files


def has(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def stacked(files: Files, columns: Iterable[str]) -> pd.DataFrame:
    """The rows of all files under each other, in the order of the import, with at least these columns."""
    rows = pd.concat(files, ignore_index=True) if files else pd.DataFrame()
    return rows.reindex(columns=list(dict.fromkeys([*rows.columns, *columns])))


def once(rows: pd.DataFrame, own_id: str) -> pd.DataFrame:
    """Events happened once: of rows with the same id the first imported one counts; rows without id all count."""
    return rows[rows[own_id].isna() | ~rows[own_id].duplicated()]


def with_start(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `since`, the day from which a row's content holds."""
    given = pd.to_datetime(rows["valid_from"]) if "valid_from" in rows else pd.Series(pd.NaT, index=rows.index)
    return rows.assign(since=given.astype("datetime64[us]").fillna(BEGINNING))


def with_end(rows: pd.DataFrame, own_id: str) -> pd.DataFrame:
    """Of contents for the same day the one imported last holds; adds `until`, the first day of the next content."""
    rows = rows.drop_duplicates([own_id, "since"], keep="last").sort_values([own_id, "since"], kind="stable")
    return rows.assign(until=rows.groupby(own_id)["since"].shift(-1).fillna(NEVER))


def holding(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The contents that hold on the day."""
    return rows[(rows["since"] <= day) & (day < rows["until"])]


# ---- subscriptions


def millionths(amount: Decimal | int | str) -> int:
    return round(Fraction(Decimal(amount)) * 1_000_000)


def row_price(row: dict[str, Any]) -> int | None:
    """What a row states as the monthly price, in millionths: `mrr`, or the amount divided once, half to even."""
    if has(row.get("mrr")):
        return millionths(row["mrr"])
    if has(row.get("amount")):
        months = row["interval"] if has(row.get("interval")) else row["billing_interval"]
        return round(Fraction(Decimal(row["amount"])) * 1_000_000 / MONTHS[months])
    return None


def stated(file: pd.DataFrame) -> pd.DataFrame:
    """What the rows of one file state of subscriptions; None where nothing is stated."""
    rows = pd.DataFrame({"subscription_id": file["subscription_id"]})
    for name in INHERITED:
        rows[name] = file.get(name)
    rows["price"] = pd.Series([row_price(row) for row in file.to_dict("records")], index=file.index, dtype=object)
    for name in ("started_on", "ended_on"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    if "ended_on" in file:  # an empty cell in a mapped column means "no end"
        rows["ended_on"] = rows["ended_on"].fillna(NEVER)
    return with_start(rows.assign(valid_from=file.get("valid_from")))


def subscription_contents(files: Files, home: str) -> pd.DataFrame:
    """One row per content of a subscription: since, until, account_id, started_on, ended_on, price, currency, ..."""
    none = pd.DataFrame(columns=["subscription_id", "account_id", "started_on", "ended_on"], dtype=object)
    rows = pd.concat([stated(file) for file in files or [none]], ignore_index=True)
    rows = rows.sort_values(["subscription_id", "since"], kind="stable")  # keeps the order of the import within a day
    for name in INHERITED:  # also by a row that corrects: docs/files.md
        rows[name] = rows.groupby("subscription_id")[name].ffill()
    rows = with_end(rows, "subscription_id")
    rows["ended_on"] = rows["ended_on"].fillna(NEVER)
    rows["currency"] = rows["currency"].fillna(home)
    trials = [bool(value) if has(value) else False for value in rows["trial"]]
    rows["trial"] = pd.Series(trials, index=rows.index, dtype=bool)
    prices = [0 if trial else price for trial, price in zip(rows["trial"], rows["price"], strict=True)]
    return rows.assign(price=pd.Series(prices, index=rows.index, dtype=object)).reset_index(drop=True)


def active(contents: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The subscriptions that are active on the day, with the content that holds then."""
    rows = holding(contents, day)
    return rows[(rows["started_on"] <= day) & (day < rows["ended_on"])]


def spans(contents: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Per content known on the day the stretch [begin, end) over which it is in force."""
    rows = contents[(contents["since"] <= day) & contents["started_on"].notna()]
    until = rows["until"].where(rows["until"] <= day, NEVER)
    rows = rows.assign(
        begin=rows[["since", "started_on"]].max(axis=1), end=pd.concat([until, rows["ended_on"]], axis=1).min(axis=1)
    )
    on_one_day = (rows["begin"] == rows["end"]) & (rows["started_on"] == rows["ended_on"])
    return rows[(rows["begin"] < rows["end"]) | on_one_day]


# ---- accounts


def field_contents(files: Files, field: str) -> pd.DataFrame:
    """Every field stands alone: the contents of one field of the accounts."""
    parts = [file for file in files if field in file]
    if not parts:
        return pd.DataFrame(columns=["account_id", "since", "value", "until"])
    rows = pd.concat([with_start(file) for file in parts], ignore_index=True)
    return with_end(rows[["account_id", "since"]].assign(value=rows[field]), "account_id")


def first_values(contents: pd.DataFrame, as_of: pd.Timestamp) -> dict[str, Any]:
    """Account -> the value of its first content, of those known on the day asked."""
    known = contents[contents["since"] <= as_of].drop_duplicates("account_id")
    return dict(zip(known["account_id"], known["value"], strict=True))


def values_on(contents: pd.DataFrame, day: pd.Timestamp, as_of: pd.Timestamp) -> dict[str, Any]:
    """Account -> the value on the day; an account that had no content yet takes its first."""
    then = holding(contents, day)
    return first_values(contents, as_of) | dict(zip(then["account_id"], then["value"], strict=True))
