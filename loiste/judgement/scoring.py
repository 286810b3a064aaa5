"""From points to a score: weights, groups, missing values, bands. Pure; arrays over accounts, NaN = unknown.

A score is the sum of contributions of its components, each in points of 0-100, so that it can be taken apart again.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from loiste.judgement.shapes import Floats, Shape

Rule = Literal["leave_out", "neutral", "worst"]
Combine = Literal["mean", "sum", "from_neutral"]
KNOWN, CARRIED, OUTSIDE, NEUTRAL, WORST, LEFT_OUT = range(6)  # what a component's points rest on
RESTS_ON_DATA = (KNOWN, CARRIED, OUTSIDE)
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Part:
    """A component, as arithmetic sees it. `low` and `high` are the least and the most points that its shape gives."""

    key: str
    shape: Shape
    weight: float
    missing: Rule = "leave_out"
    group: str = ""

    @property
    def low(self) -> float:
        return min(points for _, points in anchors(self.shape))

    @property
    def high(self) -> float:
        return max(points for _, points in anchors(self.shape))


def anchors(shape: Shape) -> tuple[tuple[float, float], ...]:
    return shape.steps if hasattr(shape, "steps") else shape.anchors


@dataclass(frozen=True)
class Scheme:
    """How components become a score.

    mean: weighted mean of the points (0 to `scale`), within each group and then over the groups by `group_weights`
    (no weights: one mean over all). sum: the points add up. from_neutral: they are added to `neutral`, and the whole is
    held within 0 to `scale`. `rounded`: points of groups and of the whole are whole numbers, halves up.
    """

    parts: tuple[Part, ...]
    combine: Combine = "mean"
    scale: float = 100.0
    neutral: float = 50.0
    group_weights: tuple[tuple[str, float], ...] = ()
    rounded: bool = False


@dataclass(frozen=True)
class Scored:
    """Arrays over accounts: score and coverage (0-100 and 0-1), and by component key what each is made of.

    `contributions` add up to the score where there is one; `rest` is what no component gives: the neutral start, and
    what holding within bounds or rounding took or gave.
    """

    score: Floats
    coverage: Floats
    points: dict[str, Floats]
    contributions: dict[str, Floats]
    codes: dict[str, Codes]
    rest: Floats


def score(scheme: Scheme, values: dict[str, Floats], carried: dict[str, Floats] | None = None) -> Scored:
    """Scores of all accounts. `carried`: by component, the last known value where it may stand in for an unknown."""
    points, codes = {}, {}
    for part in scheme.parts:
        points[part.key], codes[part.key] = pointed(scheme, part, values[part.key], (carried or {}).get(part.key))
    weights = {part.key: np.where(np.isnan(points[part.key]), 0.0, part.weight) for part in scheme.parts}
    given = mean(scheme, points, weights) if scheme.combine == "mean" else added(points)
    known = coverage(scheme, codes)
    worth = 100.0 / scheme.scale
    raw = sum(given.values(), start=np.zeros_like(known))
    start = scheme.neutral if scheme.combine == "from_neutral" else 0.0
    whole = np.clip(raw + start, 0.0, scheme.scale)
    if scheme.rounded:
        whole = np.floor(whole + 0.5)
    empty = sum(weights.values(), start=np.zeros_like(known)) == 0
    whole = np.where(empty | (known == 0), np.nan, whole)
    return Scored(
        whole * worth, known, {k: p * worth for k, p in points.items()}, {k: g * worth for k, g in given.items()},
        codes, (whole - raw) * worth,
    )  # fmt: skip


def pointed(scheme: Scheme, part: Part, values: Floats, last: Floats | None) -> tuple[Floats, Codes]:
    """Points of one component, and what they rest on."""
    unknown = np.isnan(values)
    stood_in = unknown & ~np.isnan(last) if last is not None else np.zeros_like(unknown)
    used = np.where(stood_in, last, values) if last is not None else values
    points = part.shape.points(used)
    nothing = np.isnan(used)
    codes = np.where(stood_in, CARRIED, KNOWN).astype(np.int8)
    codes[np.isnan(points) & ~nothing] = OUTSIDE
    codes[nothing] = {"leave_out": LEFT_OUT, "neutral": NEUTRAL, "worst": WORST}[part.missing]
    neutral = 0.0 if scheme.combine == "from_neutral" else scheme.neutral
    instead = {"leave_out": np.nan, "neutral": neutral, "worst": part.low}[part.missing]
    return np.where(nothing, instead, points), codes


def mean(scheme: Scheme, points: dict[str, Floats], weights: dict[str, Floats]) -> dict[str, Floats]:
    """What each component adds to a weighted mean."""
    groups: dict[str, list[Part]] = {}
    for part in scheme.parts:
        groups.setdefault(part.group if scheme.group_weights else "", []).append(part)
    of_groups = dict(scheme.group_weights) or {"": 1.0}
    inside = {name: sum((weights[p.key] for p in parts), start=np.zeros(1)) for name, parts in groups.items()}
    outer = {name: np.where(inside[name] > 0, of_groups[name], 0.0) for name in groups}
    total = sum(outer.values(), start=np.zeros(1))
    found: dict[str, Floats] = {}
    for name, parts in groups.items():
        share = divided(outer[name], total)
        own = {p.key: np.nan_to_num(points[p.key]) * divided(weights[p.key], inside[name]) for p in parts}
        scaling = rounding(own) if scheme.rounded else 1.0
        found |= {key: value * scaling * share for key, value in own.items()}
    return {part.key: found[part.key] for part in scheme.parts}


def rounding(own: dict[str, Floats]) -> Floats:
    """By what the parts of a group are stretched so that the group is a whole number, halves up."""
    whole = sum(own.values(), start=np.zeros(1))
    return np.where(whole > 0, np.floor(whole + 0.5) / np.where(whole > 0, whole, 1.0), 1.0)


def added(points: dict[str, Floats]) -> dict[str, Floats]:
    return {key: np.nan_to_num(value) for key, value in points.items()}


def divided(part: Floats | float, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)


def coverage(scheme: Scheme, codes: dict[str, Codes]) -> Floats:
    """The share of weight that rests on data. In a sum the weight of a component is the span of its points."""
    outer = dict(scheme.group_weights)
    per_group: dict[str, float] = {}
    for part in scheme.parts:
        per_group[part.group] = per_group.get(part.group, 0.0) + part.weight
    shares = {
        p.key: (outer.get(p.group, 0.0) * p.weight / per_group[p.group] if outer and per_group[p.group] else p.weight)
        if scheme.combine == "mean"
        else p.high - p.low
        for p in scheme.parts
    }
    total = sum(shares.values())
    covered = sum((np.isin(codes[key], RESTS_ON_DATA) * share for key, share in shares.items()), start=np.zeros(1))
    return np.asarray(covered / total if total else 0.0 * covered, dtype=np.float64)


def bands(scores: Floats, *, yellow_from: float, green_from: float) -> npt.NDArray[np.object_]:
    """red, yellow or green; None where there is no score. A score exactly on a bound belongs to the better band."""
    names = np.array(["red", "yellow", "green"], dtype=object)
    found = names[np.searchsorted([yellow_from, green_from], np.nan_to_num(scores), side="right")]
    found[np.isnan(scores)] = None
    return found
