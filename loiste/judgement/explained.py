"""Why one account's score is what it is, and what moved it between two days: counted for that account alone.

A day that was judged is counted again by what had been received at the moment of its judging, under the model and
version that held for the account then. A day that was not judged is counted by what there is now, under the models in
force now.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from loiste.accounts.models import Account
from loiste.judgement import health, needs, waterfall
from loiste.judgement.facts import Known, Needs, gather_days
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Judged, Override, Score
from loiste.judgement.overrides import holding, said_of
from loiste.judgement.pieces import Piece, pieces
from loiste.judgement.texts import Model, models, version
from loiste.judgement.waterfall import Bar, State
from loiste.metrics import moments
from loiste.metrics.narrow import Narrow, narrow
from loiste.metrics.session import open_session
from loiste.organisation.config import Organisation

INSTANT = timedelta(microseconds=1)  # what was received at the very moment of judging was there
ALONE = np.array([0])  # the account's place in arrays of one
NOTHING = State(None, {}, 0.0)


@dataclass(frozen=True)
class One:
    """Whose health is looked at; `share` are its signals."""

    home: Path
    organisation: Organisation
    account: Account
    share: Narrow

    def facts(self, wanted: Needs, days: list[date], known_by: datetime | None) -> list[Known]:
        accounts = np.array([self.account.pk])
        return gather_days(self.home, self.organisation, wanted, days, accounts, known_by=known_by, narrow=self.share)


@dataclass(frozen=True)
class Moment:
    """A day, and what is known of it: what was received before `known_by` (UTC, naive); None = all there is."""

    day: date
    judged: Judged | None
    known_by: datetime | None


@dataclass(frozen=True)
class Facts:
    """What is known at a moment; `heard` is the newest day on which anything was heard of the account."""

    known: Known
    heard: date | None


@dataclass(frozen=True)
class Side:
    """One of the days. `score` is the machine's as counted here, `said` the row that was stored, `shown` what people
    saw: the override while one holds. `model` None: none held for the account."""

    moment: Moment
    model: Model | None
    said: Score | None
    override: Override | None
    score: float | None = None
    band: str = ""
    coverage: float = 0.0
    pieces: dict[str, Piece] = field(default_factory=dict)
    heard: date | None = None  # the newest signal of the account

    @property
    def shown(self) -> float | None:
        return self.override.score if self.override else self.score

    @property
    def retold(self) -> bool:
        """Whether what was said then cannot be counted again from what is kept now."""
        then = None if self.said is None or self.said.score is None else round(self.said.score)
        again = None if self.score is None else round(self.score)
        return self.moment.judged is not None and then != again


@dataclass(frozen=True)
class Explained:
    """`bars` None: one of the days has no score, so there is no change to take apart."""

    then: Side
    now: Side
    bars: list[Bar] | None


def one(home: Path, organisation: Organisation, account: Account) -> One:
    return One(home, organisation, account, narrow(home, account, "received_at"))


def moment(day: date, otherwise: Moment | None = None) -> Moment:
    """As it was judged. What was not judged is taken as known when the other day was: nothing of it came late."""
    judged = Judged.objects.filter(as_of=day).first()
    if judged is not None:
        return Moment(day, judged, judged.at.astimezone(UTC).replace(tzinfo=None) + INSTANT)
    return Moment(day, None, otherwise.known_by if otherwise else None)


def why(who: One, day: date) -> Side:
    """One day: the score and what it is made of."""
    at = moment(day)
    return side(who, at, known(who, [at]))[0]


def between(who: One, first: date, last: date) -> Explained:
    """Two days, `first` before `last`, and what moved the score between them."""
    later = moment(last)
    earlier = moment(first, later)
    since = Moment(first, earlier.judged, later.known_by)  # the earlier day, with what came late
    facts = known(who, [earlier, later, since])
    then, at_then = side(who, earlier, facts)
    now, at_now = side(who, later, facts)
    corrected, moved = state(then.model, facts[since].known), state(then.model, facts[later].known)
    return Explained(then, now, waterfall.bars([at_then, corrected, moved, at_now], then.shown, now.shown))


def known(who: One, at: list[Moment]) -> dict[Moment, Facts]:
    """The facts of each moment for every model that may be asked, in as many passes as there are moments of knowing."""
    wanted, found = Needs(), dict[Moment, Facts]()
    for one in at:
        wanted |= read_by(who, one)
    for known_by in {one.known_by for one in at}:
        days = sorted({one.day for one in at if one.known_by == known_by})
        facts = dict(zip(days, who.facts(wanted, days, known_by), strict=True))
        heard = last_heard(who, days, known_by)
        found |= {one: Facts(facts[one.day], heard[one.day]) for one in at if one.known_by == known_by}
    return found


def read_by(who: One, at: Moment) -> Needs:
    """What the model reads that held for the account; of a day that was not judged all that one of them might."""
    if at.judged is not None:
        model = told_by(said_of(who.account, at.day))
        return needs.of_model(model.text) if model else Needs()
    wanted = Needs()
    for model in models():
        wanted |= needs.of_rule(model.text.applies) | needs.of_model(model.text)
    return wanted


def side(who: One, at: Moment, facts: dict[Moment, Facts]) -> tuple[Side, State]:
    """The day as it was judged, or as it would be, and its score taken apart."""
    said, override = said_of(who.account, at.day), holding(who.account, at.day)
    there = facts[at].known
    model = told_by(said) if at.judged is not None else would_hold(there)
    if model is None:
        return Side(at, None, said, override, heard=facts[at].heard), NOTHING
    found = health.of_model(model.text, there, ALONE)
    made = waterfall.state(found.scored, 0)
    return Side(
        at, model, said, override, made.score, found.bands[0] or "", float(found.scored.coverage[0]),
        pieces(found, there), facts[at].heard,
    ), made  # fmt: skip


def told_by(said: Score | None) -> Model | None:
    """The model and version of a stored score."""
    return version(HEALTH, said.model, said.version) if said and said.model else None


def would_hold(facts: Known) -> Model | None:
    texts = models()
    found = health.assigned([text.text for text in texts], facts)[0]
    return None if found == health.NOBODY else texts[found]


def state(model: Model | None, facts: Known) -> State:
    return NOTHING if model is None else waterfall.state(health.of_model(model.text, facts, ALONE).scored, 0)


def last_heard(who: One, days: list[date], known_by: datetime | None) -> dict[date, date | None]:
    """The newest day, up to each of these, on which anything was heard of the account."""
    session = open_session(
        who.home, who.organisation, days, [moments.NEEDED], known_by=known_by, narrow=who.share
    )  # fmt: skip
    found = {day: moments.last_signals(session, day).get(who.account.pk) for day in days}
    session.close()
    return found
