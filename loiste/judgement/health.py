"""Health: which model holds for which account, and the scores of all accounts from facts. Without a database."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loiste.judgement.facts import Known
from loiste.judgement.health_model import STEP, Component, HealthModel
from loiste.judgement.scoring import Scheme, Scored, bands, score
from loiste.judgement.shapes import Floats

NOBODY = -1
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Health:
    """Of one model: `places` in the order of accounts whose scores these are, their values and bands."""

    model: HealthModel
    places: Places
    values: dict[str, Floats]
    scored: Scored
    bands: npt.NDArray[np.object_]


def assigned(models: Sequence[HealthModel], known: Known) -> Places:
    """For each account the number of the first model that fits; NOBODY where none does."""
    found = np.full(known.size, NOBODY)
    for number, model in enumerate(models):
        found[(found == NOBODY) & model.applies.answer(known).yes] = number
    return found


def judged(models: Sequence[HealthModel], known: Known) -> list[Health]:
    """The health of every account that a model holds for, model by model."""
    whose = assigned(models, known)
    return [of_model(model, known, np.flatnonzero(whose == number)) for number, model in enumerate(models)]


def of_model(model: HealthModel, known: Known, places: Places) -> Health:
    """The scores of the accounts at `places` by one model."""
    values, scored = scores(model.components, model.scheme(), known, places)
    colours = bands(scored.score, yellow_from=model.bands.yellow_from, green_from=model.bands.green_from)
    return Health(model, places, values, scored, colours)


def scores(
    components: Sequence[Component], scheme: Scheme, known: Known, places: Places
) -> tuple[dict[str, Floats], Scored]:
    """The values of the components of the accounts at `places`, by key, and the scores that they add up to."""
    values = {one.key: value(one, known)[places] for one in components}
    carried = {one.key: last_known(one, known)[places] for one in components if one.missing.carry_days}
    return values, score(scheme, values, carried)


def value(component: Component, known: Known, ago: int = 0) -> Floats:
    """The component's value so many days before the day asked: of its source, or how that has changed, as a share."""
    now = source(component, known, ago)
    if component.change is None:
        return now
    then = source(component, known, ago + component.change)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(then > 0, (now - then) / then, np.nan)


def source(component: Component, known: Known, ago: int) -> Floats:
    if component.metric:
        return known.metric(component.metric, component.days, ago)
    if component.values:
        texts = known.attribute(component.attribute, ago)
        return np.array([component.values.get(text, np.nan) for text in texts], dtype=np.float64)
    return known.attribute_number(component.attribute, ago)


def last_known(component: Component, known: Known) -> Floats:
    """The newest known of the values 7, 14, ... days before, up to the days that the component carries."""
    found = np.full(known.size, np.nan)
    for ago in range(STEP, component.missing.carry_days + 1, STEP):
        found = np.where(np.isnan(found), value(component, known, ago), found)
    return found
