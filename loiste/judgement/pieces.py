"""What one account's score is made of: each component with its value, points, weight, and what it rests on."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from loiste.judgement import scoring, waterfall
from loiste.judgement.facts import Known
from loiste.judgement.health import Health, last_known
from loiste.judgement.health_model import Component
from loiste.judgement.scoring import Scheme

Rests = Literal["known", "carried", "outside", "neutral", "worst", "left_out"]
RESTS: dict[int, Rests] = {
    scoring.KNOWN: "known", scoring.CARRIED: "carried", scoring.OUTSIDE: "outside", scoring.NEUTRAL: "neutral",
    scoring.WORST: "worst", scoring.LEFT_OUT: "left_out",
}  # fmt: skip
MOST_REASONS = 3


@dataclass(frozen=True)
class Piece:
    """A component of the score on one day. `value` is what its points rest on, None = unknown; `text` the attribute's.

    `points` 0-100, None where it has none. `share` of the weight, None in a sum. `gives` is what it adds to the score,
    `lift` how much of that lies above what the middle of the scale would give.
    """

    component: Component
    value: float | None
    text: str | None
    points: float | None
    share: float | None
    gives: float
    lift: float
    rests: Rests


def pieces(found: Health, known: Known) -> dict[str, Piece]:
    """Of the one account that was scored, by the component's key, in the model's order."""
    scheme = found.model.scheme()
    shares = waterfall.shares(scheme, found.scored)
    return {one.key: piece(one, scheme, found, known, number(shares[one.key][0])) for one in found.model.components}


def piece(one: Component, scheme: Scheme, found: Health, known: Known, share: float | None) -> Piece:
    rests = RESTS[int(found.scored.codes[one.key][0])]
    values = last_known(one, known) if rests == "carried" else found.values[one.key]
    text = known.attribute(one.attribute)[0] if one.attribute and rests != "carried" else None
    gives = float(found.scored.contributions[one.key][0])
    middle = 0.0 if share is None else share * scheme.neutral * 100.0 / scheme.scale
    points = number(found.scored.points[one.key][0])
    return Piece(one, number(values[0]), text, points, share, gives, gives - middle, rests)


def number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def reasons(made: dict[str, Piece]) -> tuple[list[Piece], list[Piece]]:
    """What lifts the score most above the middle of the scale, and what presses it most below; the strongest first."""
    told = sorted((one for one in made.values() if one.points is not None), key=lambda one: -one.lift)
    up = [one for one in told if one.lift > 0][:MOST_REASONS]
    return up, [one for one in reversed(told) if one.lift < 0][:MOST_REASONS]
