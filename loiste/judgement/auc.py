"""How well a score tells leavers from stayers: the area under the ROC curve, with an interval. Pure.

The interval allows for the same account being looked at on several days: the variance is that of clustered data of
Obuchowski (Biometrics 53, 1997), which is that of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988) where every
account is looked at once. It is taken on the scale of log odds, so that it stays within 0 and 1.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loiste.judgement.shapes import Floats

NORMAL = 1.959964  # 95 %
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Area:
    """The probability that a leaver scored lower than a stayer, ties by half; and its 95 % interval."""

    value: float
    low: float
    high: float


def area(scores: Floats, left: Bools, accounts: Ints) -> Area | None:
    """The area for known scores, one per account and day; None unless somebody left and somebody stayed."""
    leavers, stayers = scores[left], scores[~left]
    if not len(leavers) or not len(stayers):
        return None
    of_leavers = 1 - below_and_half(np.sort(stayers), leavers)
    of_stayers = below_and_half(np.sort(leavers), stayers)
    value = float(of_leavers.mean())
    spread = variance(value, of_leavers, of_stayers, accounts[left], accounts[~left])
    return Area(value, *interval(value, spread))


def below_and_half(ordered: Floats, values: Floats) -> Floats:
    """For each value the share of `ordered` that lies below it, and half of what is equal to it."""
    under, upto = np.searchsorted(ordered, values, side="left"), np.searchsorted(ordered, values, side="right")
    return np.asarray((under + upto) / (2 * len(ordered)), dtype=np.float64)


def variance(value: float, of_leavers: Floats, of_stayers: Floats, leavers: Ints, stayers: Ints) -> float:
    """The variance of the area, with accounts as clusters. `leavers` and `stayers` are the accounts of each."""
    who, place = np.unique(np.concatenate([leavers, stayers]), return_inverse=True)
    first, second = place[: len(leavers)], place[len(leavers) :]
    clusters = len(who)
    sums_left = np.bincount(first, of_leavers - value, clusters)
    sums_stayed = np.bincount(second, of_stayers - value, clusters)
    s10 = corrected(len(np.unique(first))) * (sums_left**2).sum() / len(leavers)
    s01 = corrected(len(np.unique(second))) * (sums_stayed**2).sum() / len(stayers)
    s11 = corrected(clusters) * (sums_left * sums_stayed).sum()
    return float(s10 / len(leavers) + s01 / len(stayers) + 2 * s11 / (len(leavers) * len(stayers)))


def corrected(count: int) -> float:
    """n / (n - 1); with a single cluster nothing can be said of its spread, so it is taken as it is."""
    return count / (count - 1) if count > 1 else 1.0


def interval(value: float, spread: float) -> tuple[float, float]:
    """95 %, on the scale of log odds. Where everyone is told apart, or nobody, the ends are those of the scale."""
    if value in (0.0, 1.0) or spread <= 0:
        return (0.0, 1.0) if value in (0.0, 1.0) else (value, value)
    odds, width = np.log(value / (1 - value)), NORMAL * np.sqrt(spread) / (value * (1 - value))
    low, high = (1 / (1 + np.exp(-(odds + side * width))) for side in (-1, 1))
    return float(low), float(high)
