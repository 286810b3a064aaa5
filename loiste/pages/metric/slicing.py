"""One metric in groups of a dimension: value, sides, change, small trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.metrics.dimensions import of_metric
from loiste.metrics.registry import Metric
from loiste.metrics.run import Group, Measured
from loiste.organisation.config import Organisation
from loiste.pages import dimensions, figures, kept
from loiste.pages.address import Lens
from loiste.pages.figures import Change
from loiste.pages.metric.row_list import sides_of
from loiste.pages.numbers import Amount
from loiste.pages.spark import Spark, spark

MOST = 30  # groups shown; the rest are counted and named so


@dataclass(frozen=True)
class Slice:
    name: str
    address: str
    value: Amount
    sides: tuple[Amount, Amount] | None
    change: Change | None
    spark: Spark | None


@dataclass(frozen=True)
class Way:
    """A dimension that one can slice by."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Slices:
    by: str
    ways: list[Way]
    groups: list[Slice]
    hidden: int
    overlapping: bool
    note: str


def slices(home: Path, organisation: Organisation, metric: Metric, lens: Lens) -> Slices:
    """The groups of the asked dimension; none when none is asked."""
    every = of_metric(home, metric)
    ways = [Way(dimensions.word(key), lens.query(by=key) + "#slices", key == lens.by) for key in every]
    if lens.by not in every:
        return Slices("", ways, [], 0, False, "")
    days = lens.days()
    found = kept.groups(home, organisation, [metric.key], days, lens, by=lens.by)
    groups = [one(group, metric, found, days, lens, organisation) for group in ordered(metric, found, lens.as_of)]
    start = _("Accounts stand in the group they were in at the start of the metric's period.")
    note = "" if lens.by in metric.dimensions else start
    return Slices(dimensions.word(lens.by), ways, groups[:MOST], max(0, len(groups) - MOST), found.overlapping, note)


def ordered(metric: Metric, found: Measured, as_of: date) -> list[Group]:
    """Groups with the largest weight first; those without any value on the day are left out unless all are."""

    def weight(group: Group) -> tuple[bool, Decimal]:
        value = found.at(metric.key, as_of, group)
        return (group is None, -(value.denominator or abs(value.value or Decimal(0))))

    known = [group for group in found.groups if found.at(metric.key, as_of, group).value is not None]
    return sorted(known or found.groups, key=weight)


def one(
    group: Group, metric: Metric, found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation
) -> Slice:
    at = found.at(metric.key, lens.as_of, group)
    now = figures.amount(metric, at.value, organisation)
    name = _("none") if group is None else dimensions.value_word(lens.by, group)
    heard = _("%(name)s over 12 months")
    address = lens.query(**{"by": "", lens.by: group}) if group else ""
    sides = sides_of(metric, organisation, (at.numerator, at.denominator)) if metric.shape == "ratio" else None
    return Slice(
        name=name, address=address, value=now, sides=sides,
        change=figures.change(metric, now, found.at(metric.key, lens.before, group).value, lens.before),
        spark=spark([found.at(metric.key, day, group).value for day in days], None, heard % {"name": name}),
    )  # fmt: skip
