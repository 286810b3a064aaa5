"""A draft of a health model tried on the facts of today: who would stand where, before and after. Pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loiste.judgement.facts import Known
from loiste.judgement.health import NOBODY, Health, Places, assigned, of_model
from loiste.judgement.health_model import HealthModel
from loiste.judgement.shapes import Floats

BANDS = ("green", "yellow", "red", "")  # the last: no score
MOST_BARS = 24
Names = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Side:
    """How all accounts stand under a set of models: the number of the model that holds, score, coverage, band."""

    whose: Places
    score: Floats
    coverage: Floats
    band: Names

    def count(self, band: str) -> int:
        return int((self.band == band).sum())

    @property
    def covered(self) -> float | None:
        """Mean coverage of the accounts that a model holds for; None where none does."""
        held = self.whose != NOBODY
        return float(self.coverage[held].mean()) if held.any() else None


@dataclass(frozen=True)
class Trial:
    """`before` and `after` of all accounts. `held`: the places of those that the draft is for, and `own` their health,
    taken as if it were on; `moved`: places of accounts that change band, the largest change of score first."""

    before: Side
    after: Side
    held: Places
    own: Health
    moved: Places


def trial(now: Sequence[HealthModel], draft: HealthModel, known: Known) -> Trial:
    """What becomes of everybody when the draft takes the place of the model of its key among those in force."""
    before, after = side(now, known), side(with_draft(now, draft), known)
    switched_on = with_draft(now, draft.model_copy(update={"on": True}))
    place = next(number for number, one in enumerate(switched_on) if one.key == draft.key)
    held = np.flatnonzero(assigned(switched_on, known) == place)
    moved = np.flatnonzero(before.band != after.band)
    size = np.abs(np.nan_to_num(after.score, nan=-100.0) - np.nan_to_num(before.score, nan=-100.0))
    return Trial(before, after, held, of_model(draft, known, held), moved[np.argsort(-size[moved], kind="stable")])


def with_draft(now: Sequence[HealthModel], draft: HealthModel) -> list[HealthModel]:
    """The models in force, in order, were the draft one of them."""
    others = [one for one in now if one.key != draft.key]
    return sorted([*others, draft] if draft.on else others, key=lambda one: (one.order, one.key))


def side(models: Sequence[HealthModel], known: Known) -> Side:
    whose = assigned(models, known)
    score, coverage = np.full(known.size, np.nan), np.zeros(known.size)
    band = np.full(known.size, "", dtype=object)
    for number, model in enumerate(models):
        places = np.flatnonzero(whose == number)
        one = of_model(model, known, places)
        score[places], coverage[places] = one.scored.score, one.scored.coverage
        band[places] = [name or "" for name in one.bands.tolist()]
    return Side(whose, score, coverage, band)


@dataclass(frozen=True)
class Spread:
    """How the values of a component lie: bars from `edges` to the next, with counts; `known` of `all` have a value."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    known: int
    all: int


def spread(values: Floats, anchors: Sequence[float]) -> Spread:
    """Bars over the values and the anchors. The far ends, a hundredth on each side, are counted into the last bars."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Spread((), (), 0, len(values))
    low, high = (float(edge) for edge in np.quantile(known, [0.01, 0.99]))
    low, high = min(low, *anchors), max(high, *anchors)
    if low == high:
        low, high = low - 0.5, high + 0.5
    whole = bool((known == np.floor(known)).all()) and high - low < MOST_BARS
    bars = int(high - low) + 1 if whole else MOST_BARS
    edges = np.arange(bars + 1) + np.floor(low) - 0.5 if whole else np.linspace(low, high, bars + 1)
    counts, _edges = np.histogram(np.clip(known, edges[0], edges[-1]), edges)
    return Spread(tuple(edges.tolist()), tuple(counts.tolist()), len(known), len(values))
