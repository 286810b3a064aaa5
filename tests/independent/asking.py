"""Asks Loiste from outside: its command line in a process of its own, with a home of its own."""

import json
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from tests.command import environment
from tests.forks import python
from tests.independent.figures import Number
from tests.independent.recount import COUNTS, MONEY, MONEY_SUMS
from tests.independent.states import Files
from tests.independent.world import write

REPO = Path(__file__).resolve().parents[2]
Values = dict[str, dict[str, Any]]


class Loiste:
    """A home with the commands that act on it; set up here, or before and copied."""

    def __init__(self, home: Path, currency: str | None = None) -> None:
        self.home = home
        if currency:
            self.run("init", "--currency", currency, "--language", "en")

    def run(self, *words: str) -> str:
        every = environment(self.home).items()
        kept = {name: value for name, value in every if not name.startswith(("LOISTE_", "DJANGO_"))}
        done = python(["-m", "loiste", *words], cwd=REPO, env={**kept, "LOISTE_HOME": str(self.home)})
        assert done.returncode == 0, f"loiste {' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def ask(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"), parse_float=Decimal)

    def kpis(self, days: Collection[pd.Timestamp], *words: str) -> dict[pd.Timestamp, Any]:
        """The answer of each day; all month ends, and those between them, come from one call."""
        ends = sorted(day for day in days if day.is_month_end)
        told = self.ask("kpis", "--monthly", f"{ends[0]:%Y-%m}..{ends[-1]:%Y-%m}", *words) if ends else []
        others = sorted(day for day in days if not day.is_month_end)
        told += [self.ask("kpis", "--as-of", f"{day:%Y-%m-%d}", *words) for day in others]
        return {pd.Timestamp(each["as_of"]): each for each in told}

    def take_in(self, kind: str, file: Path, *flags: str, **mapping: str) -> Any:
        """Imports a file and gives its report; the mapping is field=column, `attr_` standing for `attr.`."""
        maps = [f"{field.replace('attr_', 'attr.')}={column}" for field, column in mapping.items()]
        return self.ask("import", kind, str(file), *[word for each in maps for word in ("--map", each)], *flags)

    def take_in_all(self, tables: dict[str, Files], folder: Path) -> list[dict[str, Any]]:
        """Writes tables as files and imports them; gives the rows that were rejected."""
        rejected = []
        for kind, files in tables.items():
            for number, table in enumerate(files):
                report = self.take_in(kind, write(table, folder / f"{kind}{number}.csv"))
                rejected += [{"kind": kind, **error} for error in report["errors"]]
        return rejected


def agrees(metric: str, theirs: int | Decimal | None, ours: Number) -> bool:
    """Integers exactly, money to the millionth, anything else to 1e-9 of its size."""
    if theirs is None or ours is None:
        return theirs is None and ours is None
    away = abs(Fraction(theirs) - Fraction(ours))
    close = away <= abs(Fraction(ours)) / 10**9
    if metric in COUNTS:
        return away == 0
    if metric in MONEY_SUMS:
        return away < Fraction(1, 2 * 10**6)
    return close or (metric in MONEY and away <= Fraction(1, 10**6))


def differences(where: str, theirs: Values, ours: dict[str, Number], leave_out: Collection[str] = ()) -> list[str]:
    """A line for each metric in which the two differ, also where only one has it."""
    lines = []
    for metric in sorted((theirs.keys() | ours.keys()) - set(leave_out)):
        if metric not in theirs or metric not in ours:
            lines.append(f"{where} {metric}: only {'recounted' if metric in ours else 'in Loiste'}")
        elif not agrees(metric, theirs[metric]["value"], ours[metric]):
            mine = ours[metric]
            shown = None if mine is None else float(mine)
            lines.append(f"{where} {metric}: Loiste {theirs[metric]['value']}, recount {shown}")
    return lines


def group_differences(
    where: str, theirs: list[dict[str, Any]], ours: dict[str | None, dict[str, Number]], leave_out: Collection[str] = ()
) -> list[str]:
    """The same for all groups. A metric that a group does not have is unknown in it; of a group that only one has, all
    metrics are unknown or 0."""
    told = {group["key"]: {name: each["value"] for name, each in group["metrics"].items()} for group in theirs}
    names = {name for each in [*told.values(), *ours.values()] for name in each}
    lines = []
    for key in sorted(told.keys() | ours.keys(), key=str):
        for_both = key in told and key in ours
        one, other = ({name: side.get(key, {}).get(name) for name in names} for side in (told, ours))
        for found in () if for_both else (one, other):
            found |= {name: None for name, value in found.items() if value == 0}
        shown = {name: {"value": value} for name, value in one.items()}
        lines += differences(f"{where} {key}", shown, other, leave_out)
    return lines
