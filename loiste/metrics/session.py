"""A place where metric queries run: the signals, the named views, and the tables that come from settings and rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from loiste.accounts import known_tables
from loiste.metrics.narrow import WITH_FIRST_USE, Narrow, first_use
from loiste.metrics.views import VIEWS, to_make
from loiste.metrics.windows import days_table, points_table, windows, year_points
from loiste.organisation.config import Organisation
from loiste.sources.models import Rate
from loiste.timeline import engine

ONE = 1_000_000_000  # a rate of one, in billionths


@dataclass(frozen=True)
class Session:
    """`connection` with every name of the vocabulary that the given texts need; valid until the next session.

    `days` are all days counted; windows are there for the days `asked` only.
    """

    connection: Any
    organisation: Organisation
    days: list[date]
    asked: list[date]

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def give(self, name: str, table: pa.Table) -> None:
        """Hands a small table over, under a name of which the vocabulary knows nothing."""
        known_tables.put(self.connection, name, table)

    def close(self) -> None:
        """Frees the memory of what was counted."""
        clear(self.connection)


def open_session(
    home: Path, organisation: Organisation, days: Iterable[date], texts: Iterable[str], *,
    asked: Iterable[date] | None = None, known_by: datetime | None = None, narrow: Narrow | None = None,
) -> Session:  # fmt: skip
    """A session for some days, ready for the given query texts; windows for the days `asked` only, when given.

    `known_by` (UTC, naive): without what became known at that moment or later. `narrow`: with the signals of one
    account only. The thread's earlier session ends.
    """
    every, named = sorted(set(days)), list(texts)
    near = every if asked is None else sorted(set(asked))
    made = to_make(named)
    more = first_use(home, known_by, narrow) if narrow and "first_used" in made else {}
    seen = (narrow.signals, narrow.clock) if narrow else (None, "known_at")
    connection = engine.reader(home, known_by, *seen)
    for name, table in {**tables(organisation, every, near, named), **more}.items():
        known_tables.put(connection, name, table)
    known_tables.give(connection)
    clear(connection)
    for name, kind in made.items():
        text = WITH_FIRST_USE if more and name == "first_used" else VIEWS[name]
        connection.execute(f"create temp {kind} {name} as {text}")
    return Session(connection, organisation, every, near)


def clear(connection: Any) -> None:
    """Lets go of the views and tables of the vocabulary that an earlier session made."""
    made = connection.execute(
        "select table_name, 'table' from duckdb_tables() where temporary "
        "union all select view_name, 'view' from duckdb_views() where temporary and not internal"
    ).fetchall()
    for name, kind in made:
        if name in VIEWS:
            connection.execute(f"drop {kind} {name}")


def tables(organisation: Organisation, days: list[date], near: list[date], texts: list[str]) -> dict[str, pa.Table]:
    """The small tables by name."""
    text = "\n".join(texts)
    read = [*texts, *(VIEWS[name] for name in to_make(texts))]
    return {
        "days": days_table(days),
        "points": points_table(days, whole_years="year_points" in text),
        "year_points": year_points(days),
        "rates": rates(organisation.currency),
        "settings": settings_table(organisation),
    } | windows(near, organisation.settings, read)


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
            "cancellation_feature": [own.cancellation_feature],
        }
    )
