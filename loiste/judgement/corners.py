"""In which corner of the quadrant each account stands, from facts. Without a database."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from loiste.judgement.facts import Known
from loiste.judgement.health import Places, scores
from loiste.judgement.quadrant import Axis, Quadrant, corner
from loiste.judgement.rules import Texts
from loiste.judgement.shapes import Floats


class Row(NamedTuple):
    """What is stored of one account; all but the text empty where the quadrant is not for it."""

    corner: str
    experience: float | None
    outcomes: float | None
    experience_coverage: float
    outcomes_coverage: float
    quadrant: str
    version: int

    def shown(self) -> tuple[object, ...]:
        """What makes a difference: whole points, and whole per cents of coverage."""
        scores = (None if one is None else round(one) for one in (self.experience, self.outcomes))
        shares = (round(100 * one) for one in (self.experience_coverage, self.outcomes_coverage))
        return (self.corner, *scores, *shares, self.quadrant, self.version)


ATTRIBUTE = "corner"  # under which rules read where an account stands
NOTHING = Row("", None, None, 0.0, 0.0, "", 0)


@dataclass(frozen=True)
class Laid:
    """The corners as an attribute, made of other facts."""

    text: Quadrant

    def texts(self, facts: Known) -> Texts:
        return np.array([row.corner or None for row in judged(self.text, 0, facts).values()], dtype=object)


@dataclass(frozen=True)
class Measured:
    """One axis: `score` NaN where it is not known, `levels` good, bad or ""."""

    score: Floats
    coverage: Floats
    levels: npt.NDArray[np.object_]


def measured(axis: Axis, known: Known, places: Places) -> Measured:
    _values, found = scores(axis.components, axis.scheme(), known, places)
    enough = found.coverage >= axis.known_from
    score = np.where(enough, found.score, np.nan)
    levels = np.where(score >= axis.good_from, "good", "bad").astype(object)
    levels[np.isnan(score)] = ""
    return Measured(score, found.coverage, levels)


def judged(text: Quadrant, version: int, known: Known) -> dict[int, Row]:
    """The rows of all accounts, by id: NOTHING of those that the quadrant is not for."""
    rows = dict.fromkeys(known.accounts.tolist(), NOTHING)
    places = np.flatnonzero(text.applies.answer(known).yes)
    cx, co = (measured(axis, known, places) for axis in (text.experience, text.outcomes))
    columns = (
        known.accounts[places], cx.levels, co.levels, cx.score, co.score, cx.coverage, co.coverage
    )  # fmt: skip
    for account, one, other, x, y, x_rests, y_rests in zip(*(column.tolist() for column in columns), strict=True):
        place = corner(one, other)
        rows[account] = Row(place, number(x), number(y), x_rests, y_rests, text.key, version)
    return rows


def number(score: float) -> float | None:
    return None if np.isnan(score) else score
