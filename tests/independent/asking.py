"""Asks Loiste from outside: its command line in a process of its own, with a home of its own."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.independent.figures import Number
from tests.independent.recount import COUNTS, MONEY, MONEY_SUMS

REPO = Path(__file__).resolve().parents[2]
Values = dict[str, dict[str, Any]]


class Loiste:
    """A home with the commands that act on it."""

    def __init__(self, home: Path, currency: str) -> None:
        self.home = home
        self.run("init", "--currency", currency, "--language", "en")

    def run(self, *words: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LOISTE_", "DJANGO_"))}
        done = subprocess.run(
            [sys.executable, "-m", "loiste", *words],
            cwd=REPO, env={**kept, "LOISTE_HOME": str(self.home)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"loiste {' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def ask(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"), parse_float=Decimal)

    def take_in(self, kind: str, file: Path, *flags: str, **mapping: str) -> Any:
        """Imports a file; the mapping is field=column, `attr_` standing for `attr.`."""
        maps = [f"{field.replace('attr_', 'attr.')}={column}" for field, column in mapping.items()]
        return self.ask("import", kind, str(file), *[word for each in maps for word in ("--map", each)], *flags)


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


def differences(where: str, theirs: Values, ours: dict[str, Number]) -> list[str]:
    """A line for each metric in which the two differ, also where only one has it."""
    lines = []
    for metric in sorted(theirs.keys() | ours.keys()):
        if metric not in theirs or metric not in ours:
            lines.append(f"{where} {metric}: only {'recounted' if metric in ours else 'in Loiste'}")
        elif not agrees(metric, theirs[metric]["value"], ours[metric]):
            mine = ours[metric]
            shown = None if mine is None else float(mine)
            lines.append(f"{where} {metric}: Loiste {theirs[metric]['value']}, recount {shown}")
    return lines


def group_differences(where: str, theirs: list[dict[str, Any]], ours: dict[str | None, dict[str, Number]]) -> list[str]:
    """The same for all groups. Groups leave out metrics that are unknown in all of them; one that is left out counts as
    unknown here. A group that only one has must be empty: nothing but unknown and 0."""
    lines = []
    names = {name for each in [*ours.values(), *(group["metrics"] for group in theirs)] for name in each}
    found = {group["key"]: {name: {"value": None} for name in names} | group["metrics"] for group in theirs}
    ours = {key: dict.fromkeys(names) | each for key, each in ours.items()}
    for key in sorted(found.keys() | ours.keys(), key=str):
        if key not in ours:
            lines += [f"{where} {key} {name}: only in Loiste" for name, each in found[key].items() if each["value"]]
        elif key not in found:
            lines += [f"{where} {key} {name}: only recounted" for name, value in ours[key].items() if value]
        else:
            lines += differences(f"{where} {key}", found[key], ours[key])
    return lines
