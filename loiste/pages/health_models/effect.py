"""What a draft would do, as the studio shows it: bands before and after, who changes band, how values lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from loiste.accounts.doors import accounts_for
from loiste.accounts.permissions import Actor
from loiste.judgement import judge, needs, snapshot, texts
from loiste.judgement.facts import Needs
from loiste.judgement.health_model import HealthModel
from loiste.judgement.snapshot import Snapshot
from loiste.judgement.trial import BANDS, Side, Trial, spread, trial
from loiste.pages import here
from loiste.pages.health_models import drawing, words
from loiste.pages.health_models.drawing import Drawing, Part
from loiste.pages.health_models.words import Band

SHOWN = 30  # accounts that change band


@dataclass(frozen=True)
class Row:
    """A band, with how many accounts stand in it before and after."""

    band: Band
    before: int
    after: int


@dataclass(frozen=True)
class Move:
    """An account that changes band; scores None where there is none."""

    name: str
    public_id: str
    before: Band
    after: Band
    score_before: float | None
    score_after: float | None


@dataclass(frozen=True)
class Values:
    """How the values of one component lie among the accounts that the model is for."""

    place: int
    drawing: Drawing
    known: int
    all: int
    falls: bool  # more of the value can give a lower score here and a higher one there


@dataclass(frozen=True)
class Effect:
    """`moved`: all that change band; `moves`: those of them that the reader may see, the first of many."""

    accounts: int
    held: int
    rows: list[Row]
    before: list[Part]
    after: list[Part]
    moved: int
    moves: list[Move]
    more: int
    coverage: tuple[float | None, float | None]
    values: list[Values]
    on: bool
    taken_at: datetime
    stale: bool


def facts_of_today(wanted: Needs, moment: datetime) -> Snapshot:
    ours = here.organisation()
    return snapshot.facts(here.home(), ours, wanted, day=ours.today(moment), now=moment)


def effect(draft: HealthModel, by: Actor, moment: datetime) -> Effect:
    """The effect of a draft on the accounts of today. Sums are of all accounts, names of those that `by` may see."""
    now = texts.models()
    taken = facts_of_today(judge.needed(now) | needs.of_model(draft), moment)
    found = trial([one.text for one in now], draft, taken.known)
    moves, seen = moved(found, taken, by)
    return Effect(
        accounts=taken.known.size, held=len(found.held), rows=rows(found),
        before=bar(found.before), after=bar(found.after),
        moved=len(found.moved), moves=moves, more=max(seen - len(moves), 0),
        coverage=(own_coverage(found, found.before), coverage(found)), values=values(draft, found), on=draft.on,
        taken_at=taken.taken_at, stale=taken.state != snapshot.state(here.organisation()),
    )  # fmt: skip


def rows(found: Trial) -> list[Row]:
    known = words.bands()
    return [Row(known[key], found.before.count(key), found.after.count(key)) for key in BANDS]


def bar(side: Side) -> list[Part]:
    known = words.bands()
    return drawing.stacked([(known[key].part, side.count(key)) for key in BANDS])


def coverage(found: Trial) -> float | None:
    """Mean coverage of the accounts that the draft is for."""
    return float(found.own.scored.coverage.mean()) if len(found.held) else None


def own_coverage(found: Trial, side: Side) -> float | None:
    """The same of these accounts as they stand now."""
    return float(side.coverage[found.held].mean()) if len(found.held) else None


def moved(found: Trial, taken: Snapshot, by: Actor) -> tuple[list[Move], int]:
    """The first of those who change band and whom `by` may see, and how many of these there are."""
    ids = taken.known.accounts[found.moved].tolist()
    seen = set(accounts_for(by).filter(pk__in=ids).values_list("pk", flat=True)) if ids and narrow(by) else set(ids)
    mine = [(place, pk) for place, pk in zip(found.moved.tolist(), ids, strict=True) if pk in seen]
    rows = accounts_for(by).in_bulk([pk for _place, pk in mine[:SHOWN]])
    known = words.bands()
    return [
        Move(rows[pk].name, rows[pk].public_id, known[found.before.band[place]], known[found.after.band[place]],
             number(found.before.score[place]), number(found.after.score[place]))
        for place, pk in mine[:SHOWN] if pk in rows
    ], len(mine)  # fmt: skip


def narrow(by: Actor) -> bool:
    return not by.sight().everything


def number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value))


def values(draft: HealthModel, found: Trial) -> list[Values]:
    """A drawing for each component."""
    drawn: list[Values] = []
    for place, one in enumerate(draft.components):
        anchors: Sequence[tuple[float, float]] = one.shape.points
        lying = spread(found.own.values[one.key], [at for at, _points in anchors])
        shape = one.shape.shape()
        picture = drawing.values(lying, shape, anchors)
        drawn.append(Values(place, picture, lying.known, lying.all, shape.monotone() == "neither"))
    return drawn
