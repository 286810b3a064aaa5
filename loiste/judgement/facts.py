"""What judgement knows of the accounts as of one day, counted in a few passes over the signals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Protocol

import numpy as np

from loiste.judgement import held
from loiste.judgement.rules import Answer, Facts, Texts, number
from loiste.judgement.shapes import Floats
from loiste.metrics import by_account
from loiste.metrics.by_account import Ask, Ints
from loiste.metrics.narrow import Narrow
from loiste.metrics.session import Session, open_session
from loiste.metrics.slices import text as literal
from loiste.organisation.config import Organisation


class Telling(Protocol):
    """What makes an attribute out of other facts."""

    def texts(self, facts: "Known") -> Texts: ...


class Answering(Protocol):
    """A rule, as far as facts know of rules."""

    def answer(self, facts: Facts) -> Answer: ...


@dataclass(frozen=True)
class Needs:
    """What a set of models and rules reads: metrics with how many days earlier each is looked at, attributes,
    attributes `made` of other facts, and segments by key. What those are made of is among the others.
    """

    asks: frozenset[tuple[Ask, int]] = frozenset()
    attributes: frozenset[tuple[str, int]] = frozenset()
    segments: Mapping[str, Answering] = field(default_factory=dict)
    made: Mapping[str, Telling] = field(default_factory=dict)

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            self.asks | other.asks, self.attributes | other.attributes, {**self.segments, **other.segments},
            {**self.made, **other.made},
        )  # fmt: skip


@dataclass
class Known:
    """Facts of `accounts` (ids of rows, rising) as of a day; arrays stand in the order of `accounts`."""

    as_of: date
    accounts: Ints
    numbers: dict[tuple[Ask, int], Floats] = field(default_factory=dict)
    texts: dict[tuple[str, int], Texts] = field(default_factory=dict)
    segments: dict[str, Answer] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.accounts)

    def metric(self, key: str, days: int | None = None, ago: int = 0) -> Floats:
        return self.numbers[Ask(key, days), ago]

    def attribute(self, name: str, ago: int = 0) -> Texts:
        return self.texts[name, ago]

    def attribute_number(self, name: str, ago: int = 0) -> Floats:
        return np.array([number(value) for value in self.attribute(name, ago)], dtype=np.float64)

    def segment(self, key: str) -> Answer:
        return self.segments[key]


def gather(
    home: Path, organisation: Organisation, needs: Needs, as_of: date, accounts: Ints, *,
    known_by: datetime | None = None, narrow: Narrow | None = None,
) -> Known:  # fmt: skip
    """All that is needed, as of a day; `known_by` (UTC, naive): without what became known at that moment or later.

    `narrow`: `accounts` are that one account only.
    """
    return gather_days(home, organisation, needs, [as_of], accounts, known_by=known_by, narrow=narrow)[0]


def gather_days(
    home: Path, organisation: Organisation, needs: Needs, days: Sequence[date], accounts: Ints, *,
    known_by: datetime | None = None, narrow: Narrow | None = None,
) -> list[Known]:  # fmt: skip
    """The same as of several days, in as many passes as for one."""
    found = [Known(day, accounts) for day in days]
    # Of one account a day more costs next to nothing, and each pass something.
    for asks, agos in at_once(needs.asks) if narrow else together(needs.asks):
        every = {day - timedelta(days=ago) for day in days for ago in agos}
        counted = by_account.values(home, organisation, asks, every, accounts, known_by=known_by, narrow=narrow)
        for known in found:
            past = {ago: known.as_of - timedelta(days=ago) for ago in agos}
            known.numbers |= {(ask, ago): counted[ask, day] for ask in asks for ago, day in past.items()}
    if needs.attributes:
        told = attributes(home, organisation, needs.attributes, days, accounts, known_by, narrow)
        for known in found:
            known.texts = told[known.as_of]
    for known in found:
        complete(known, needs)
    return found


def complete(known: Known, needs: Needs) -> None:
    """What is made of other facts: those are there."""
    known.texts |= {(name, 0): one.texts(known) for name, one in needs.made.items()}
    known.segments |= {key: rule.answer(known) for key, rule in needs.segments.items()}


def at_once(asks: Iterable[tuple[Ask, int]]) -> list[tuple[list[Ask], list[int]]]:
    """All asks in one portion, each looked at on all days."""
    every = list(asks)
    return [(sorted({ask for ask, _ago in every}, key=repr), sorted({ago for _ask, ago in every}))] if every else []


def together(asks: Iterable[tuple[Ask, int]]) -> list[tuple[list[Ask], list[int]]]:
    """Asks in portions of those that look at the same days, so that none is counted on a day nobody asks for."""
    days: dict[Ask, set[int]] = {}
    for ask, ago in asks:
        days.setdefault(ask, set()).add(ago)
    portions: dict[tuple[int, ...], list[Ask]] = {}
    for ask, agos in days.items():
        portions.setdefault(tuple(sorted(agos)), []).append(ask)
    return [(sorted(some, key=repr), list(agos)) for agos, some in sorted(portions.items())]


def attributes(
    home: Path, organisation: Organisation, wanted: Iterable[tuple[str, int]], days: Sequence[date], accounts: Ints,
    known_by: datetime | None, narrow: Narrow | None = None,
) -> dict[date, dict[tuple[str, int], Texts]]:  # fmt: skip
    """What was said of the accounts, as it held on each day; None where nothing was."""
    session = open_session(home, organisation, days, ["from account_facts"], known_by=known_by, narrow=narrow)
    found: dict[date, dict[tuple[str, int], Texts]] = {day: {} for day in days}
    for as_of, (name, ago) in product(days, wanted):
        day = as_of - timedelta(days=ago)
        said = held.weights(day, aware(known_by)) if name == held.WEIGHT else attribute(session, name, day)
        found[as_of][name, ago] = in_order(said, accounts)
    session.close()
    return found


def attribute(session: Session, name: str, day: date) -> dict[int, str]:
    return dict(
        session.fetch(
            f"select account, value from account_facts where name = {literal(name)} and value is not null "
            f"and from_day <= date '{day}' and date '{day}' < to_day"
        )
    )


def in_order(said: dict[int, str], accounts: Ints) -> Texts:
    return np.array([said.get(account) for account in accounts.tolist()], dtype=object)


def aware(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(tzinfo=UTC)
