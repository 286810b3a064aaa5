"""What moved a score between two days, in bars that add up to the change. Pure arithmetic over what was scored.

Four states lie between then and now, each differing from the one before in one thing only:

    then      as of the first day, as known when it was judged, under its model
    corrected as of the first day, as known when the second was judged, under the model of the first
    moved     as of the second day, as known when it was judged, still under the model of the first
    now       as of the second day, as known when it was judged, under its own model
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from loiste.judgement.scoring import Scheme, Scored
from loiste.judgement.shapes import Floats

Kind = Literal["component", "rest", "data", "late", "model", "override"]
STEPS: tuple[Kind, ...] = ("late", "data", "model")  # from each state to the next
ORDER: tuple[Kind, ...] = ("data", "late", "model")  # as they are shown


@dataclass(frozen=True)
class State:
    """A score of one account taken apart: contributions by component, and what no component gives. In points of 100.

    `score` None: too little is known to say.
    """

    score: float | None
    contributions: Mapping[str, float]
    rest: float


@dataclass(frozen=True)
class Bar:
    """What one cause added to the score or took from it. `kinds` has several where a state between them has no score,
    so that they cannot be told apart; `component` is there for the kind component only."""

    kinds: tuple[Kind, ...]
    points: float
    component: str = ""


def state(scored: Scored, place: int) -> State:
    """Of the account at this place of the arrays."""
    score = float(scored.score[place])
    given = {key: float(points[place]) for key, points in scored.contributions.items()}
    return State(None if np.isnan(score) else score, given, float(scored.rest[place]))


def bars(states: Sequence[State], shown_then: float | None, shown_now: float | None) -> list[Bar] | None:
    """From what was shown then to what is shown now, in fixed order: data by component, late data, model, override.

    `states`: then, corrected, moved, now. None where one of the days has no score: there is no change to take apart.
    """
    then, *_between, now = states
    if then.score is None or now.score is None or shown_then is None or shown_now is None:
        return None
    steps = joined(states)
    apart = next((pair for kinds, pair in steps if kinds == ("data",)), None)
    found = by_component(*apart) if apart else []
    rest = sorted((one for one in steps if one[0] != ("data",)), key=lambda one: ORDER.index(first(one[0])))
    found += [Bar(in_order(kinds), difference(*pair)) for kinds, pair in rest]
    return [*found, Bar(("override",), (shown_now - now.score) - (shown_then - then.score))]


def joined(states: Sequence[State]) -> list[tuple[tuple[Kind, ...], tuple[State, State]]]:
    """Steps between states that have a score; those on both sides of a state without one are taken as one."""
    found, before, kinds = [], states[0], tuple[Kind, ...]()
    for kind, after in zip(STEPS, states[1:], strict=True):
        kinds = (*kinds, kind)
        if after.score is not None:
            found.append((kinds, (before, after)))
            before, kinds = after, ()
    return found


def in_order(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(kind for kind in ORDER if kind in kinds)


def first(kinds: tuple[Kind, ...]) -> Kind:
    return in_order(kinds)[0]


def difference(before: State, after: State) -> float:
    """Between the scores of two states that have one."""
    return (after.score or 0.0) - (before.score or 0.0)


def by_component(before: State, after: State) -> list[Bar]:
    """Of one model: what each component moved, in the model's order, and what no component gave."""
    found = [Bar(("component",), after.contributions[key] - given, key) for key, given in before.contributions.items()]
    return [*found, Bar(("rest",), after.rest - before.rest)]


def shares(scheme: Scheme, scored: Scored) -> dict[str, Floats]:
    """Which share of the weight each component had, once what has no points has left its own to the others.

    In a sum there are no weights: every share is unknown (NaN).
    """
    if scheme.combine != "mean":
        return {part.key: np.full_like(scored.score, np.nan) for part in scheme.parts}
    outer = dict(scheme.group_weights)
    group = {part.key: part.group if outer else "" for part in scheme.parts}
    own = {part.key: np.where(np.isnan(scored.points[part.key]), 0.0, part.weight) for part in scheme.parts}
    inside = {name: np.sum([own[key] for key in own if group[key] == name], axis=0) for name in set(group.values())}
    counted = {name: np.where(weight > 0, outer.get(name, 1.0), 0.0) for name, weight in inside.items()}
    total = np.sum(list(counted.values()), axis=0)
    return {key: part_of(own[key], inside[group[key]]) * part_of(counted[group[key]], total) for key in own}


def part_of(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)
