"""What a metric is, and the catalogue of them: one file each, found by being there."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from loiste.metrics import catalogue
from loiste.organisation.config import Settings
from loiste.plain.days import opening, year_before

Unit = Literal["money", "ratio", "points", "count", "days", "minutes", "hours", "months", "scale"]
Shape = Literal["sum", "ratio", "mean", "median", "derived"]
Number = Decimal | None


@dataclass(frozen=True)
class Inputs:
    """Values that a derived metric is made of: `get(metric, day)`, unknown is None."""

    values: Mapping[tuple[str, date], Number]

    def get(self, metric: str, day: date) -> Number:
        return self.values.get((metric, day))


@dataclass(frozen=True)
class Metric:
    """A number about accounts or the organisation, as of a day.

    The query yields one row per (as_of, account): `value` for a sum, `numerator` and `denominator` for a ratio; for a
    mean or median one row per observation, in `observation`. Money is in millionths of the organisation's currency.
    """

    key: str
    name: str
    meaning: str
    formula: str
    window: str
    unit: Unit
    shape: Shape
    better: Literal["up", "down"]
    group: Literal["financial", "customer_health", "team_performance", "product_usage"]
    goals: tuple[str, ...]
    value_to: tuple[str, ...]
    reads: tuple[str, ...]
    level: Literal["account", "organisation"] = "account"
    dimensions: tuple[str, ...] = ()
    starts: str = "opening"  # which day slices are taken at: opening, year_before, or a setting with a number of days
    inputs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    sides: Literal["money", "count"] = "count"  # what both sides of a ratio without unit are
    spans: Callable[[date], list[date]] | None = None  # days on which the inputs are needed; default the day itself
    combine: Callable[[Inputs, date, Settings], Number] | None = None
    kpi: bool = True  # False: a sign of one account, asked by judgement; reports do not list it
    since: str = ""  # SQL: the first day from which a sum is 0 rather than unknown; default the first signal read
    looks_at_others: bool = False  # an account's value rests on signals of other accounts, too
    owner: str = ""
    target: Decimal | None = None
    benchmark: Decimal | None = None
    benchmark_source: str = ""
    benchmark_date: date | None = None
    query: str = field(default="", repr=False)

    def start(self, as_of: date, settings: Settings) -> date:
        """The day at whose attributes the metric is sliced: the start of its period."""
        if self.starts == "opening":
            return opening(as_of)
        if self.starts == "year_before":
            return year_before(as_of)
        return as_of - timedelta(days=getattr(settings, self.starts))


class BadMetric(Exception):
    """A catalogue file that cannot be used; says which and why."""


def metric(**facts: object) -> Callable[[Callable[[], str]], Metric]:
    """Declares a metric: the function's name is its key, and what it returns is its query."""

    def declare(write: Callable[[], str]) -> Metric:
        return Metric(key=write.__name__, query=inspect.cleandoc(write()), **facts)  # type: ignore[arg-type]

    return declare


def derived(
    key: str, combine: Callable[[Inputs, date, Settings], Number], spans: Callable[[date], list[date]] | None = None,
    **facts: object,
) -> Metric:  # fmt: skip
    """Declares a metric that is counted from other metrics; it never reads signals itself."""
    return Metric(key=key, shape="derived", combine=combine, spans=spans, **facts)  # type: ignore[arg-type]


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by key, in the order of the groups and names."""
    found: dict[str, Metric] = {}
    for module in pkgutil.iter_modules(catalogue.__path__):
        declared = vars(load(module.name)).get(module.name)
        if not isinstance(declared, Metric) or declared.key != module.name:
            raise BadMetric(f"metrics/catalogue/{module.name}.py must declare a metric named {module.name}.")
        found[declared.key] = declared
    for one in found.values():
        unknown = [key for key in one.inputs if key not in found]
        if unknown:
            raise BadMetric(f"{one.key} is made of {unknown[0]}, which is not in the catalogue.")
    return found


@cache
def reported() -> dict[str, Metric]:
    """The metrics that reports list."""
    return {key: one for key, one in metrics().items() if one.kpi}


def load(name: str) -> object:
    """The module of one catalogue file. The folder is the list: adding a metric edits no other file."""
    return importlib.import_module(f"{catalogue.__name__}.{name}")  # noqa: TID251


def in_order(keys: tuple[str, ...] | list[str]) -> list[str]:
    """The keys and all that they are made of, inputs first."""
    done: list[str] = []
    for key in keys:
        for one in (*in_order(metrics()[key].inputs), key):
            if one not in done:
                done.append(one)
    return done
