"""Counting: many metrics on many days, whole or in groups, in one pass over the signals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from loiste.metrics import slices
from loiste.metrics.dimensions import of_metric
from loiste.metrics.registry import Inputs, Metric, in_order, metrics
from loiste.metrics.session import Session, open_session
from loiste.metrics.views import has_window
from loiste.organisation.config import Organisation
from loiste.timeline import blocks

ALL = "\0all"  # the group of everything; no attribute can have this value
Group = str | None


@dataclass(frozen=True)
class Value:
    """A metric's value in major units, unknown is None; with both sides of a ratio, or the count of observations."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


UNKNOWN = Value(None)


@dataclass
class Measured:
    """Values by metric, day and group."""

    values: dict[tuple[str, date, Group], Value] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    overlapping: bool = False

    def at(self, name: str, day: date, group: Group = ALL) -> Value:
        return self.values.get((name, day, group), UNKNOWN)


def measure(
    home: Path, organisation: Organisation, names: Iterable[str], days: Iterable[date], *, by: str | None = None,
    where: Mapping[str, str] | None = None,
) -> Measured:  # fmt: skip
    """Counts the metrics as of each day; with `by`, in groups of that dimension; with `where`, of those accounts only.

    With `by` the result holds the groups and not the whole. A metric that cannot be split that way has no values:
    costs belong to no account, and only metrics of support know channels.
    """
    wanted = [metrics()[key] for key in in_order(list(names))]
    asked, limits = sorted(set(days)), dict(where or {})
    every = sorted({*asked, *(day for one in wanted if one.spans for ask in asked for day in one.spans(ask))})
    session = ready(home, organisation, wanted, every, by, limits, window_days(wanted, asked, every))
    found = Measured(overlapping=by in slices.OVERLAPPING)
    wanted = [one for one in wanted if can_slice(home, one, [*([by] if by else []), *limits])]
    for one in wanted:
        if one.shape != "derived":
            count(session, one, by, limits, found)
    found.groups = sorted({group for _, _, group in found.values}, key=lambda g: (g is None, g or ""))
    for one in wanted:
        if one.shape == "derived":
            derive(one, asked, organisation, found)
        fill_zeros(home, session, one, found, [ALL] if by is None else found.groups)
    session.close()
    return found


def window_days(wanted: list[Metric], asked: list[date], every: list[date]) -> list[date]:
    """The days that windows are counted for: those asked, unless a derived metric looks back at one with a window."""
    looked_back_at = [metrics()[key] for one in wanted if one.spans for key in in_order(one.inputs)]
    return every if any(has_window(one.query) for one in looked_back_at) else asked


def ready(
    home: Path, organisation: Organisation, wanted: list[Metric], days: list[date], by: str | None,
    where: Mapping[str, str], asked: list[date] | None = None, *, more: Iterable[str] = (),
) -> Session:  # fmt: skip
    """A session with all that these metrics and groups need; windows only for the days `asked`, when given.

    `more`: further query texts whose views are needed.
    """
    dimensions = [*([] if by is None else [by]), *where]
    texts = [one.query for one in wanted] + [one.since for one in wanted] + [slices.needed(d for d in dimensions)]
    texts += more
    session = open_session(home, organisation, days, texts, asked=asked)
    if dimensions:
        slices.prepare(session, wanted, dimensions)
    return session


def can_slice(home: Path, metric: Metric, dimensions: list[str]) -> bool:
    """Whether the metric can be split by all of these."""
    return not dimensions or set(dimensions) <= set(of_metric(home, metric))


def count(session: Session, metric: Metric, by: str | None, where: Mapping[str, str], found: Measured) -> None:
    """Runs one metric's query and keeps its totals."""
    sliced = (
        slices.sliced(metric, metric.query, by=by, where=where) if by or where else f"select * from ({metric.query}) q"
    )
    for row in session.fetch(
        f"select {totals(metric)}{', grp' if by else ''} from ({sliced}) r group by as_of{', grp' if by else ''}"
    ):
        group = row[-1] if by else ALL
        found.values[metric.key, row[0], group] = worth(metric, *row[1:4])


def totals(metric: Metric) -> str:
    """(as_of, value or numerator, denominator, whether something in it is unknown)."""
    if metric.shape == "sum":
        return "as_of, sum(value), null, bool_or(value is null)"
    if metric.shape == "ratio":
        return "as_of, sum(numerator), sum(denominator), bool_or(numerator is null or denominator is null)"
    middle = "median" if metric.shape == "median" else "avg"
    return f"as_of, {middle}(observation), count(observation), false"


def worth(metric: Metric, first: Any, second: Any, unknown: bool) -> Value:
    """The value of a total: unknown parts make an unknown whole, and so does a denominator of 0."""
    if unknown or first is None:
        return UNKNOWN
    left = major(first, money=metric.unit == "money" or metric.sides == "money")
    right = None if second is None else major(second, money=metric.sides == "money")
    if metric.shape == "sum":
        return Value(left)
    if metric.shape == "ratio":
        right = right or Decimal(0)
        scale = 100 if metric.unit == "points" else 1
        return Value(scale * left / right if right else None, left, right)
    return Value(left, None, right)


def major(number: Any, *, money: bool) -> Decimal:
    """A counted number as Decimal; money comes in millionths and leaves in major units."""
    found = number if isinstance(number, Decimal) else Decimal(str(number))
    return found.scaleb(-6) if money else found


def derive(metric: Metric, days: list[date], organisation: Organisation, found: Measured) -> None:
    """Counts a derived metric from values already found, in every group."""
    if metric.combine is None:
        return
    groups: set[Group] = {group for name, _, group in found.values if name in metric.inputs}
    for group in groups:
        known = {
            (key, day): v.value for (key, day, g), v in found.values.items() if g == group and key in metric.inputs
        }
        for day in days:
            found.values[metric.key, day, group] = Value(metric.combine(Inputs(known), day, organisation.settings))


def fill_zeros(home: Path, session: Session, metric: Metric, found: Measured, groups: list[Group]) -> None:
    """A sum is 0 on a day when nothing adds to it, once one signal of what it reads exists; before that unknown."""
    if metric.shape != "sum":
        return
    days = session.asked if has_window(metric.query) else session.days
    empty = [(day, group) for day in days for group in groups if (metric.key, day, group) not in found.values]
    first = first_day(home, session, metric) if empty else None
    for day, group in empty:
        if first is not None and first <= day:
            found.values[metric.key, day, group] = Value(Decimal(0))


def first_day(home: Path, session: Session, metric: Metric) -> date | None:
    """The day of the first signal that the metric reads."""
    if metric.since:
        return session.fetch(metric.since)[0][0]
    days = blocks.current().filter(kind__in=metric.reads, first_day__isnull=False).order_by("first_day")
    return days.values_list("first_day", flat=True).first()
