"""Rehearsal of a health model on history: would it have told who leaves? Pure arithmetic over what was scored.

A model that cannot tell leavers from stayers is told so plainly; with too few leavers nothing is claimed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from loiste.judgement.auc import Area, area
from loiste.judgement.shapes import Floats

FEW = 20  # accounts that left; below this nothing is claimed
TENTHS = 10
Verdict = Literal["predicts", "no_better_than_chance", "too_few_leavers"]


@dataclass(frozen=True)
class Looked:
    """What was seen on one day: accounts with a score, their bands, after how many days they left (NaN: stayed), and
    their tiers."""

    day: date
    accounts: npt.NDArray[np.int64]
    scores: Floats
    bands: npt.NDArray[np.object_]
    left_after: Floats
    tiers: npt.NDArray[np.object_]


@dataclass(frozen=True)
class Band:
    """`accounts` and `leavers` are counted once a day looked at; the share is of all leavers."""

    name: str
    accounts: int
    leavers: int
    share_of_leavers: float | None


@dataclass(frozen=True)
class Tenth:
    """Accounts whose score lies in this tenth, the worst first, and which share of them left."""

    low: float
    high: float
    accounts: int
    leavers: int
    share: float


@dataclass(frozen=True)
class Rehearsal:
    """What a model would have told. `looks` is the number of accounts and days looked at; `leavers` of accounts."""

    verdict: Verdict
    auc: Area | None
    leavers: int
    looks: int
    base_rate: float | None
    lift: float | None
    lead_days: float | None
    bands: tuple[Band, ...]
    tenths: tuple[Tenth, ...]


def rehearsed(seen: Sequence[Looked]) -> Rehearsal:
    """All days together. `lift`: how much likelier than all are those in the worst tenth to leave; `lead_days`: median
    days from the first red look to leaving."""
    accounts, scores, bands, after = (
        np.concatenate([getattr(one, name) for one in seen]) if seen else np.array([])
        for name in ("accounts", "scores", "bands", "left_after")
    )
    left = ~np.isnan(after.astype(float))
    leavers = len(np.unique(accounts[left]))
    enough = leavers >= FEW
    found = area(scores, left, accounts) if enough else None
    rate = float(left.mean()) if len(left) else None
    drawn = tenths(scores, left) if len(left) else ()
    lift = drawn[0].share / rate if enough and drawn and rate else None
    red = first_warnings(accounts, after, left & (bands == "red"))
    return Rehearsal(
        verdict(found), found, leavers, len(left), rate, lift, float(np.median(red)) if len(red) else None,
        tuple(of_band(name, bands, left) for name in ("red", "yellow", "green")), drawn,
    )  # fmt: skip


def first_warnings(accounts: npt.NDArray[np.int64], after: Floats, warned: npt.NDArray[np.bool_]) -> Floats:
    """Of each leaver that was red, how many days before leaving it was first."""
    longest: dict[int, float] = {}
    for account, days in zip(accounts[warned].tolist(), after[warned].tolist(), strict=True):
        longest[account] = max(days, longest.get(account, 0.0))
    return np.array(list(longest.values()), dtype=np.float64)


def verdict(found: Area | None) -> Verdict:
    """An interval that touches a half is chance."""
    if found is None:
        return "too_few_leavers"
    return "predicts" if found.low > 0.5 else "no_better_than_chance"


def of_band(name: str, bands: npt.NDArray[np.object_], left: npt.NDArray[np.bool_]) -> Band:
    inside = bands == name
    gone = int((inside & left).sum())
    return Band(name, int(inside.sum()), gone, gone / int(left.sum()) if left.any() else None)


def tenths(scores: Floats, left: npt.NDArray[np.bool_]) -> tuple[Tenth, ...]:
    """Ten parts as equal as ties allow: accounts of one score are never parted."""
    order = np.argsort(scores, kind="stable")
    ordered, gone = scores[order], left[order]
    wanted = [len(ordered) * step // TENTHS for step in range(TENTHS + 1)]
    cuts = sorted({0, len(ordered), *(int(np.searchsorted(ordered, ordered[cut])) for cut in wanted[1:-1] if cut)})
    return tuple(
        Tenth(float(ordered[a]), float(ordered[b - 1]), b - a, int(gone[a:b].sum()), float(gone[a:b].mean()))
        for a, b in zip(cuts, cuts[1:], strict=False)
    )
