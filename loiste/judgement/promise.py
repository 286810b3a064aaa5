"""Whether what a tier promises holds: how long ago we spoke or met, against how often we said we would."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from loiste.judgement.tier import Tier
from loiste.judgement.tier_rows import Promise

KEPT, BROKEN, UNKNOWN, NONE = Promise.KEPT.value, Promise.BROKEN.value, Promise.UNKNOWN.value, ""


@dataclass(frozen=True)
class Heard:
    """The `last` day of one sort of contact with an account, and since when such are recorded `at all`."""

    last: date | None
    at_all: date | None


class State(NamedTuple):
    """How a promise stands, and the first day on which it is broken unless we speak before."""

    word: str
    due: date | None


NOTHING = State(NONE, None)


def state(every: int | None, heard: Heard, signed_up_on: date | None, as_of: date) -> State:
    """How a promise of a contact `every` so many days stands.

    Who was never spoken with is told from the day on which they came, but not from before contacts were recorded:
    of what nobody wrote down nothing is known.
    """
    if every is None:
        return NOTHING
    if heard.last is not None:
        return on(heard.last, every, as_of)
    if heard.at_all is None:
        return State(UNKNOWN, None)
    since = heard.at_all if signed_up_on is None else max(heard.at_all, signed_up_on)
    silent = on(since, every, as_of)
    young = signed_up_on is not None and (as_of - signed_up_on).days <= every
    return silent if silent.word == BROKEN or young else State(UNKNOWN, silent.due)


def on(last: date, every: int, as_of: date) -> State:
    """A contact on the last day that was promised still keeps the promise."""
    due = last + timedelta(days=every + 1)
    return State(KEPT if as_of < due else BROKEN, due)


class Both(NamedTuple):
    contact: str
    meeting: str
    promise: str
    due_on: date | None


def both(
    tier: Tier | None, contact: Heard, meeting: Heard, *, customer: bool | None, signed_up_on: date | None, as_of: date
) -> Both:
    """Both promises of a tier and what they come to. To who pays nothing, nothing is promised."""
    if tier is None or customer is False:
        return Both(NONE, NONE, NONE, None)
    one = state(tier.contact_days, contact, signed_up_on, as_of)
    other = state(tier.meeting_days, meeting, signed_up_on, as_of)
    words = {one.word, other.word}
    worst = next((word for word in (BROKEN, UNKNOWN, KEPT) if word in words), NONE)
    due = min((day for day in (one.due, other.due) if day is not None), default=None)
    return Both(one.word, other.word, worst, due)
