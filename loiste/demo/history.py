"""Events of subscriptions read as contents of subscriptions and as spans of time in which a shop was a customer."""

from dataclasses import dataclass

import numpy as np

from loiste.demo.life import END, PAY, TRIAL, Events
from loiste.demo.period import NOTHING, Bools, Floats, Ints, Period

FAR = 1_000_000  # end of a span that has none


@dataclass(frozen=True)
class Versions:
    """Contents of subscriptions, one row each from its day on: rows of a subscription stand together, oldest first."""

    subscription: Ints
    shop: Ints
    day: Ints
    started: Ints
    plan: Ints
    agreed: Floats
    trial: Bools
    first: Bools
    paid: Bools  # paying begins with this row
    until: Ints  # NOTHING while it runs


@dataclass(frozen=True)
class Spans:
    """Times as a customer, one row per subscription; also those that begin or end after the last day."""

    shop: Ints
    start: Ints
    paid_from: Ints  # FAR for a trial that was not bought
    end: Ints  # first day without it; FAR when none

    @property
    def bought(self) -> Bools:
        return self.paid_from < FAR

    def told(self, period: Period) -> "Spans":
        """Those that touch the period."""
        return self.only((self.start <= period.last) & (self.end > period.first))

    def bought_by(self, day: int) -> "Spans":
        return self.only(self.paid_from <= day)

    def only(self, keep: Bools) -> "Spans":
        return Spans(self.shop[keep], self.start[keep], self.paid_from[keep], self.end[keep])

    def paying_on(self, day: int) -> int:
        return int(((self.paid_from <= day) & (day < self.end)).sum())


def versions(events: Events) -> Versions:
    shop, day, kind, plan, agreed = events.columns()
    same_shop = np.concatenate([[False], shop[1:] == shop[:-1]])
    before = np.where(same_shop, np.concatenate([[END], kind[:-1]]), END)
    first = before == END
    subscription = np.cumsum(first) - 1
    trial = (kind == TRIAL) | ((kind == END) & (before == TRIAL))
    until = np.where(kind == END, day, NOTHING)
    return Versions(
        subscription, shop, day, day[first][subscription], plan, agreed, trial, first, kind == PAY, until
    )  # fmt: skip


def spans(made: Versions) -> Spans:
    count = int(made.subscription[-1]) + 1
    paid_from, end = np.full(count, FAR, dtype=np.int64), np.full(count, FAR, dtype=np.int64)
    paid_from[made.subscription[made.paid]] = made.day[made.paid]
    ended = made.until != NOTHING
    end[made.subscription[ended]] = made.until[ended]
    return Spans(made.shop[made.first], made.day[made.first], paid_from, end)


def told(made: Versions, period: Period) -> Versions:
    """Only what was known on the last day."""
    keep = made.day <= period.last
    return Versions(**{name: values[keep] for name, values in vars(made).items()})
