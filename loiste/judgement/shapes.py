"""Shapes: how a value becomes points. Pure; values and points are arrays of floats, NaN = unknown.

Each shape is tested against the examples of makers that document theirs (docs/health.md).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Anchors = tuple[tuple[float, float], ...]  # (value, points), values rising


@dataclass(frozen=True)
class Thresholds:
    """Steps: each gives its points from its value up. What lies below the first step gets the first step's points.

    `at_bound`: to which side a value exactly on a step's bound belongs; the first bound always belongs to its step.
    """

    steps: Anchors
    at_bound: Literal["upper", "lower"] = "upper"

    def points(self, values: Floats) -> Floats:
        bounds = np.array([bound for bound, _ in self.steps[1:]])
        given = np.array([points for _, points in self.steps])
        reached = np.searchsorted(bounds, values, side="right" if self.at_bound == "upper" else "left")
        return np.where(np.isnan(values), np.nan, given[reached])

    def monotone(self) -> Literal["rising", "falling", "neither"]:
        return direction(self.steps)


@dataclass(frozen=True)
class Linear:
    """Straight lines between anchors; what lies outside gets the points of the nearest end."""

    anchors: Anchors

    def points(self, values: Floats) -> Floats:
        at, given = np.array(self.anchors, dtype=np.float64).T
        return np.where(np.isnan(values), np.nan, np.interp(values, at, given))

    def monotone(self) -> Literal["rising", "falling", "neither"]:
        return direction(self.anchors)


@dataclass(frozen=True)
class LinearBounded:
    """As Linear, but what lies outside has no effect: neither points nor weight. Not monotone for that reason."""

    anchors: Anchors

    def points(self, values: Floats) -> Floats:
        inside = (values >= self.anchors[0][0]) & (values <= self.anchors[-1][0])
        return np.where(inside, Linear(self.anchors).points(values), np.nan)

    def monotone(self) -> Literal["rising", "falling", "neither"]:
        return "neither"


Shape = Thresholds | Linear | LinearBounded


def direction(anchors: Anchors) -> Literal["rising", "falling", "neither"]:
    """Whether more of the value gives more points, fewer, or now this, now that."""
    change = np.diff([points for _, points in anchors])
    if (change >= 0).all():
        return "rising"
    return "falling" if (change <= 0).all() else "neither"
