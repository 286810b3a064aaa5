"""Loiste against the hand queries: the same values, then how long each takes."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import by_hand
from by_hand import Values

MOVES = ("mrr", "mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation", "mrr_fx")
FIRST, LAST = date(2023, 1, 1), date(2025, 12, 1)  # the months counted, by their first days


@dataclass(frozen=True)
class Task:
    """One thing that both sides count: which metrics, hand files and months."""

    name: str
    metrics: tuple[str, ...]
    files: tuple[str, ...]
    first: date
    last: date

    @property
    def month_ends(self) -> list[date]:
        from loiste.plain.days import month_ends

        return list(month_ends(self.first, self.last))


def tasks() -> list[Task]:
    from loiste.metrics.registry import metrics

    every = tuple(metrics())
    return [
        Task("KPI table, one month end", every, by_hand.TABLE, LAST, LAST),
        Task("KPI table, 36 month ends", every, by_hand.TABLE, FIRST, LAST),
        Task("MRR movements, 36 month ends", MOVES, by_hand.MOVEMENTS, FIRST, LAST),
    ]


def shared_tables(home: Path) -> by_hand.Tables:
    """Blocks, identities and rates as the hand queries get them."""
    from loiste.accounts.known_tables import tables
    from loiste.metrics.session import rates
    from loiste.timeline import blocks

    listed: dict[str, list[str]] = {kind: [] for kind in by_hand.KINDS}
    for kind, path in blocks.current().filter(kind__in=by_hand.KINDS).order_by("first_day").values_list("kind", "path"):
        listed[kind].append(str(home / path))
    return by_hand.Tables(listed, tables()["identities"], rates("EUR"))


def counted(home: Path, task: Task) -> Callable[[], Values]:
    """Loiste's way."""
    from loiste.metrics.run import measure
    from loiste.organisation import config

    organisation, days = config.load(home), task.month_ends

    def work() -> Values:
        found = measure(home, organisation, task.metrics, days)
        return {(name, day): found.at(name, day).value for name in task.metrics for day in days}

    return work


def written(tables: by_hand.Tables, task: Task) -> Callable[[], Values]:
    """The hand queries' way."""
    connection, days = by_hand.connect(tables), task.month_ends

    def work() -> Values:
        found = by_hand.run(connection, tables, task.files, task.first, task.last)
        if "retention" in task.files:
            by_hand.derive(found, days)
        return {(name, day): found.get((name, day)) for name in task.metrics for day in days}

    return work


def differences(left: Values, right: Values) -> list[str]:
    """Where the two are not equal; an unknown equals a sum of nothing."""
    keys = sorted(left.keys() | right.keys(), key=str)
    return [f"{k[0]} {k[1]}: {left.get(k)} and {right.get(k)}" for k in keys if not same(left.get(k), right.get(k))]


def same(one: Any, other: Any) -> bool:
    """Equal, but for the last of some 15 digits, which adding fractions in another order can move."""
    if one is None or other is None:
        return one is other
    return bool(one == other or abs(one - other) <= abs(other) / 10**12)


@dataclass
class Timing:
    """Seconds on the wall and seconds of processor of each run."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def run(self, work: Callable[[], Any]) -> None:
        wall, processor = time.perf_counter(), time.process_time()
        work()
        self.wall.append(time.perf_counter() - wall)
        self.processor.append(time.process_time() - processor)

    @property
    def seconds(self) -> float:
        return statistics.median(self.wall)

    @property
    def work(self) -> float:
        return statistics.median(self.processor)


def in_turn(works: list[Callable[[], Any]], runs: int) -> list[Timing]:
    """Times of each, run by turns so that other load on the machine meets all alike; each has been run once before."""
    timings = [Timing() for _ in works]
    for _ in range(runs):
        for timing, work in zip(timings, works, strict=True):
            timing.run(work)
    return timings
