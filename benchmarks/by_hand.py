"""The hand queries of hand/*.sql, over the same blocks, identities and rates, and their results in Loiste's terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

HAND = Path(__file__).parent / "hand"
KINDS = ("subscription", "attribute", "usage", "ticket", "answer", "milestone", "cost")
TABLE = ("days", "mrr", "movements", "retention", "answers", "tickets", "usage", "onboarding")  # the whole KPI table
MOVEMENTS = ("days", "mrr", "movements")
MONEY = {
    "mrr", "mrr_new", "mrr_reactivation", "mrr_churn", "mrr_fx", "mrr_expansion", "mrr_contraction", "arpa",
    "revenue_churn", "nrr", "nrr_mrr", "grr", "cac", "crc",
}  # fmt: skip
POINTS = {"nps", "nps_service"}
Values = dict[tuple[str, date], Decimal | None]


@dataclass(frozen=True)
class Tables:
    """What the operational store gives to both sides."""

    blocks: dict[str, list[str]]
    identities: pa.Table
    rates: pa.Table


def connect(tables: Tables) -> duckdb.DuckDBPyConnection:
    """A database with a view per kind over the listed blocks."""
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    for kind in KINDS:
        files = ", ".join(f"'{path}'" for path in tables.blocks[kind])
        connection.execute(f"create view {kind} as select * from read_parquet([{files}])")
    return connection


def statements(names: Iterable[str]) -> list[str]:
    texts = [(HAND / f"{name}.sql").read_text(encoding="utf-8") for name in names]
    return [statement for text in texts for statement in text.split(";\n") if statement.strip()]


def run(connection: duckdb.DuckDBPyConnection, tables: Tables, names: Iterable[str], first: date, last: date) -> Values:
    """Runs the files for the month ends from `first` to `last` (first days of months) and returns every value."""
    for name, table in (("identities", tables.identities), ("rates", tables.rates)):
        connection.register("given", table)
        connection.execute(f"create or replace temp table {name} as select * from given")
    found: Values = {}
    for statement in statements(names):
        asked = {"first": first, "last": last} if "$first" in statement else None
        answer = connection.execute(statement, asked)
        columns = [column[0] for column in answer.description]
        if columns[0] == "as_of":
            keep(found, columns, answer.fetchall())
    return found


def keep(found: Values, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """A column is a value; `x__n` and `x__d` are the two sides of a ratio."""
    for row in rows:
        by_name = dict(zip(columns, row, strict=True))
        for name, number in by_name.items():
            metric = name.removesuffix("__n")
            if name.endswith("__n"):
                found[metric, row[0]] = ratio(metric, number, by_name[f"{metric}__d"])
            elif name != "as_of" and not name.endswith("__d"):
                found[metric, row[0]] = exact(number, money=metric in MONEY)


def exact(number: Any, *, money: bool = False) -> Decimal:
    return Decimal(str(number)).scaleb(-6 if money else 0)


def ratio(metric: str, left: Any, right: Any) -> Decimal | None:
    """Money over money or over a count; the same digits as a division in major units."""
    money = metric in MONEY
    below = exact(right, money=money and metric not in ("arpa", "cac", "crc"))
    return (100 if metric in POINTS else 1) * exact(left, money=money) / below if below else None


def derive(found: Values, month_ends: list[date]) -> None:
    """The metrics that are made of others, for the month ends asked; `found` needs 11 months of churn before."""
    churn = {day: value for (name, day), value in found.items() if name == "logo_churn" and value is not None}
    for day in month_ends:
        months = [value for other, value in churn.items() if other <= day and months_between(other, day) < 12]
        life = len(months) / sum(months) if sum(months) else None
        arpa, cac = found.get(("arpa", day)), found.get(("cac", day))
        found["arr", day] = 12 * found["mrr", day]
        found["lifetime_months", day] = life
        found["cltv", day] = None if arpa is None or life is None else arpa * life
        found["cac_payback_months", day] = None if cac is None or not arpa else cac / arpa


def months_between(earlier: date, later: date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month
