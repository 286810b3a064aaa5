"""Presets can be used as they are, and score as the makers whose manner they are in document it."""

import numpy as np
import pytest

from loiste.judgement import texts
from loiste.judgement.kinds import HEALTH
from loiste.judgement.scoring import score
from loiste.judgement.versions import checked
from loiste.judgement.words import dump, parse

UNKNOWN = float("nan")
PRESETS = {one.text.key: one.text for one in texts.presets()}


def scored(model, **values):
    """The score of one account on the model's own scale; what is not given is unknown."""
    every = {one.key: np.array([values.get(one.key, UNKNOWN)]) for one in model.components}
    return float(score(model.scheme(), every).score[0]) / 100 * model.scale


@pytest.mark.parametrize("one", texts.presets(), ids=list(PRESETS))
def test_a_preset_can_be_used_but_is_not_in_force(one):
    assert checked(HEALTH, one.yaml) == one.text
    assert one.text.on is False and one.text.key not in texts.shipped(HEALTH)
    assert one.text.name.fi and one.text.meaning and one.text.meaning.en
    assert all(component.name for component in one.text.components)


@pytest.mark.parametrize("one", [*texts.presets(), *texts.shipped(HEALTH).values()], ids=lambda one: one.text.key)
def test_a_model_written_out_again_is_the_same_model(one):
    assert parse(type(one.text), dump(one.text), "again") == one.text


def test_two_healthy_metrics_and_a_poor_one_give_667_and_what_is_unknown_is_left_out():
    assert round(scored(PRESETS["three_levels"], days_of_use=20, trend=0, nps_mean=2), 2) == 6.67
    assert scored(PRESETS["three_levels"], days_of_use=3) == 5


@pytest.mark.parametrize(("answers", "points"), [(0, 0), (7, 7), (10, 10), (UNKNOWN, 5)])
def test_an_answer_of_seven_adds_two_points_to_the_five_of_the_start(answers, points):
    assert scored(PRESETS["from_neutral"], nps_mean=answers, days_of_use=8) == pytest.approx(points)


def test_the_sum_is_held_within_the_scale_and_a_bounded_line_has_no_effect_outside():
    assert scored(PRESETS["from_neutral"], nps_mean=10, days_of_use=18, trend=0.5) == 10
    assert scored(PRESETS["from_neutral"], nps_mean=0, days_of_use=0, cancellation=3) == 0
    assert scored(PRESETS["from_neutral"], days_of_use=8, trend=9) == 5


def test_on_and_no_are_words_in_a_model_and_only_true_and_false_are_truth():
    said = texts.presets()[0].yaml.replace(
        "key: from_neutral", "key: x\napplies: {attribute: country, is_one_of: [NO, no]}"
    )
    model = parse(type(texts.presets()[0].text), said, "x")
    assert (model.on, model.applies.is_one_of) == (False, ("NO", "no"))
    assert parse(type(model), dump(model), "again") == model and "\non: false\n" in dump(model)
