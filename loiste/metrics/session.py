"""A place where metric queries run: the signals, the named views, and the tables that come from settings and rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from loiste.accounts.identities import identity_columns
from loiste.metrics.views import MATERIALISED, VIEWS, named_in
from loiste.metrics.windows import days_table, points_table, windows, year_points
from loiste.organisation.config import Organisation
from loiste.sources.models import Rate
from loiste.timeline import engine

ONE = 1_000_000_000  # a rate of one, in billionths


@dataclass(frozen=True)
class Session:
    """`connection` with every name of the vocabulary that the given texts need; valid until the next session."""

    connection: Any
    organisation: Organisation
    days: list[date]

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


def open_session(home: Path, organisation: Organisation, days: Iterable[date], texts: Iterable[str]) -> Session:
    """A session for some days, ready for the given query texts. The thread's earlier session ends."""
    connection = engine.reader(home)
    every = sorted(set(days))
    text = "\n".join(texts)
    for name, table in tables(organisation, every, text).items():
        connection.register(f"given_{name}", table)
        connection.execute(f"create or replace temp table {name} as select * from given_{name}")
        connection.unregister(f"given_{name}")
    for name in named_in(text):
        kind = "table" if name in MATERIALISED else "view"
        connection.execute(f"drop {kind} if exists {name}")
        connection.execute(f"create temp {kind} {name} as {VIEWS[name]}")
    return Session(connection, organisation, every)


def tables(organisation: Organisation, days: list[date], text: str) -> dict[str, pa.Table]:
    """The small tables by name."""
    sources, refs, accounts = identity_columns()
    return {
        "days": days_table(days),
        "points": points_table(days, whole_years="year_points" in text),
        "year_points": year_points(days),
        "identities": pa.table(
            {"source": pa.array(sources, pa.string()), "ref": pa.array(refs, pa.string()),
             "account": pa.array(accounts, pa.int64())}
        ),  # fmt: skip
        "rates": rates(organisation.currency),
        "settings": settings_table(organisation),
    } | windows(days, organisation.settings)


def rates(currency: str) -> pa.Table:
    """Known rates; the organisation's own currency is worth one of itself since ever."""
    rows = [(date.min, currency, ONE), *Rate.objects.exclude(currency=currency).values_list("day", "currency", "rate")]
    return pa.table(
        {
            "day": pa.array([row[0] for row in rows], pa.date32()),
            "currency": pa.array([row[1] for row in rows], pa.string()),
            "rate": pa.array([row[2] for row in rows], pa.int64()),
        }
    )


def settings_table(organisation: Organisation) -> pa.Table:
    """One row: the currency and the settings that queries read."""
    own = organisation.settings
    return pa.table(
        {
            "currency": [organisation.currency],
            "repeat_days": [own.repeat_days],
            "use_days": [own.use_days],
            "satisfied_from": [own.satisfied_from],
            "growth_feature": [own.growth_feature],
        }
    )
