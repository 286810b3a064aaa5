"""What an alert rule would have told: how often, to whom, and what came after. Pure arithmetic over openings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median

FEW = 20  # openings; below this no share is claimed to lie anywhere
Z = 1.959964


@dataclass(frozen=True)
class Opening:
    """`owner`: whose the account was on that day. `customer`: whether it was one then. `left_after`: in days."""

    day: date
    account: int
    owner: str
    customer: bool
    left_after: int | None


@dataclass(frozen=True)
class Share:
    """`of` cases; `value` None without any; the interval of 95 % None with fewer than FEW."""

    value: float | None
    of: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Manager:
    name: str
    alerts: int
    a_week: float


@dataclass(frozen=True)
class Week:
    """`first`: its Monday."""

    first: date
    alerts: int


@dataclass(frozen=True)
class Overlap:
    """`both`: accounts for which the other rule opened, too; `share` of those for which this one did."""

    rule: str
    both: int
    share: float


@dataclass(frozen=True)
class Told:
    """`fired`: alerts opened; `held`: accounts that matched on the first day already; `wide`: notices.

    `followed`: of alerts on customers, those followed by leaving in time; `caught`: of leavers, those it told of;
    `base_rate`: of all customers looked at, those who left in time; `lead_days`: median from alert to leaving.
    """

    fired: int
    accounts: int
    held: int
    wide: int
    paused: int
    managers: tuple[Manager, ...]
    weeks: tuple[Week, ...]
    overlaps: tuple[Overlap, ...]
    followed: Share
    caught: Share
    base_rate: float | None
    lead_days: float | None


@dataclass(frozen=True)
class Walked:
    """What a rehearsal has seen of one rule."""

    openings: Sequence[Opening]
    held: int
    wide: int
    paused: int


def told(
    own: Walked, others: Mapping[str, set[int]], leavers: set[int], customers: int, leaving: int, weeks: float
) -> Told:
    """`others`: for which accounts other rules opened; `customers` and `leaving` count looks, one an account a day."""
    accounts = {one.account for one in own.openings}
    seen = [one for one in own.openings if one.customer]
    after = [one.left_after for one in seen if one.left_after is not None]
    known = {one.account for one in seen if one.left_after is not None}
    return Told(
        len(own.openings), len(accounts), own.held, own.wide, own.paused, managers(own.openings, weeks),
        by_week(own.openings), overlaps(accounts, others), share(len(after), len(seen)),
        share(len(known & leavers), len(leavers)), leaving / customers if customers else None,
        float(median(after)) if after else None,
    )  # fmt: skip


def managers(openings: Sequence[Opening], weeks: float) -> tuple[Manager, ...]:
    """Those with most alerts first; alerts on accounts of nobody have an empty name."""
    counted = Counter(one.owner for one in openings)
    return tuple(Manager(name, number, number / weeks) for name, number in counted.most_common())


def by_week(openings: Sequence[Opening]) -> tuple[Week, ...]:
    counted = Counter(date.fromisocalendar(*one.day.isocalendar()[:2], 1) for one in openings)
    return tuple(Week(first, number) for first, number in sorted(counted.items()))


def overlaps(accounts: set[int], others: Mapping[str, set[int]]) -> tuple[Overlap, ...]:
    found = [Overlap(rule, len(accounts & theirs), len(accounts & theirs) / len(accounts))
             for rule, theirs in others.items() if accounts & theirs]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.both, one.rule)))


def share(hits: int, cases: int) -> Share:
    """With the interval of Wilson."""
    if not cases:
        return Share(None, 0)
    value, square = hits / cases, Z * Z
    if cases < FEW:
        return Share(value, cases)
    middle = (value + square / (2 * cases)) / (1 + square / cases)
    reach = Z * sqrt(value * (1 - value) / cases + square / (4 * cases * cases)) / (1 + square / cases)
    return Share(value, cases, max(0.0, middle - reach), min(1.0, middle + reach))
