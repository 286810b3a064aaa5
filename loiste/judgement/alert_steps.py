"""One day of one alert rule, over arrays with an element for each account: what opens, what closes. Pure arithmetic.

Judging a day and rehearsing on history take the same steps.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from loiste.judgement.rules import Answer, Bools
from loiste.metrics.by_account import Ints

FEWEST = 5  # accounts that would open at once; fewer are never too many, however small the base


@dataclass(frozen=True)
class Limits:
    """Of the rule: see AlertRule. `stride`: days that one look stands for, 1 when every day is looked at."""

    dwell_days: int = 0
    cool_down_days: int = 0
    base_share: float = 1.0
    stride: int = 1


@dataclass(frozen=True)
class Standing:
    """Where each account stands with a rule. `days`: how long the condition has held while nothing was open; `held`:
    not opened before it has surely not held once; `cool_until`: the first day, as a number, on which it may open."""

    open: Bools
    days: Ints
    held: Bools
    cool_until: Ints


@dataclass(frozen=True)
class Step:
    """What a day brought, and where the accounts stand after it. `wide`: so many would have opened, too many."""

    opened: Bools
    closed: Bools
    wide: int
    after: Standing


def nothing(size: int) -> Standing:
    """The standing of accounts of which a rule has said nothing yet."""
    marks, counts = np.zeros((2, size), dtype=bool), np.zeros((2, size), dtype=np.int64)  # each an array of its own
    return Standing(marks[0], counts[0], marks[1], counts[1])


def among(applies: Answer, rule: Answer) -> Answer:
    """The condition of the whole rule: an account that it surely does not look at surely does not match."""
    return Answer(applies.yes & rule.yes, applies.no | rule.no)


def step(limits: Limits, day: int, looked: Bools, found: Answer, before: Standing) -> Step:
    """`day`: its number; `looked`: the accounts that the rule applies to; `found`: the condition. Unknown changes
    nothing: it neither opens nor closes, nor counts as a day in a row, nor breaks the row."""
    days = np.where(found.no | before.open, 0, before.days + limits.stride * found.yes)
    held = before.held & ~found.no
    closed = before.open & found.no
    cooled = before.cool_until <= day
    ripe = found.yes & ~before.open & ~held & cooled & (days >= max(limits.dwell_days, 1))
    wide = too_many(limits, int(ripe.sum()), int(looked.sum()))
    opened = np.zeros_like(ripe) if wide else ripe
    cool_until = np.where(closed, day + limits.cool_down_days, before.cool_until)
    after = Standing((before.open | opened) & ~closed, np.where(opened, 0, days), held, cool_until)
    return Step(opened, closed, int(ripe.sum()) if wide else 0, after)


def too_many(limits: Limits, opening: int, looked: int) -> bool:
    """Whether what many accounts share is no news of each of them."""
    return opening >= FEWEST and opening > limits.base_share * looked


def first(found: Answer, before: Standing, *, open_matching: bool) -> Step:
    """The day on which a rule is judged for the first time since it was switched on: who matches already is opened, or
    held back."""
    matching = found.yes & ~before.open
    opened = matching if open_matching else np.zeros_like(matching)
    closed = before.open & found.no
    held = (before.held & ~found.no & ~opened) | (matching & ~opened)
    after = replace(before, open=(before.open | opened) & ~closed, held=held, days=np.zeros_like(before.days))
    return Step(opened, closed, 0, after)


def numbers(accounts: Ints, ids: npt.ArrayLike) -> Bools:
    """Which of the accounts are among these ids."""
    return np.isin(accounts, np.asarray(list(np.atleast_1d(ids)), dtype=np.int64))
