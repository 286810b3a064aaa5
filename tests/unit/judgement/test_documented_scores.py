"""Scores that makers of other products document, computed by our shapes and ways of combining."""

import numpy as np
import pytest

from loiste.judgement.scoring import Part, Scheme, bands, score
from loiste.judgement.shapes import Linear, LinearBounded, Thresholds

UNKNOWN = float("nan")


def one(scheme, **values):
    """The score of one account."""
    return float(score(scheme, {key: np.array([value]) for key, value in values.items()}).score[0])


def points(shape, *values):
    return shape.points(np.array(values, dtype=float)).tolist()


LEVELS = Thresholds(((0, 0), (1, 5), (2, 10)))  # poor, concerning, healthy


def test_three_metrics_two_of_them_healthy_and_one_poor_give_667_of_10():
    scheme = Scheme(tuple(Part(key, LEVELS, 1) for key in "abc"), scale=10, neutral=5)
    assert round(one(scheme, a=2, b=2, c=0) / 10, 2) == 6.67


@pytest.mark.parametrize(("answers", "exact", "whole"), [((10, 5, 5, 5), 6.25, 6), ((0, 5, 5, 5), 3.75, 4)])
def test_a_family_is_the_mean_of_parent_and_children_rounded(answers, exact, whole):
    same = Linear(((0, 0), (10, 10)))
    parts = tuple(Part(f"a{number}", same, 1) for number in range(4))
    values = {f"a{number}": value for number, value in enumerate(answers)}
    assert one(Scheme(parts, scale=10, neutral=5), **values) / 10 == pytest.approx(exact)
    assert one(Scheme(parts, scale=10, neutral=5, rounded=True), **values) / 10 == whole


def test_a_line_from_minus_five_to_plus_five_gives_two_points_for_an_nps_of_seven():
    assert points(Linear(((0, -5), (10, 5))), 0, 7, 10) == [-5, 2, 5]


def test_values_outside_a_line_get_its_ends_and_outside_a_bounded_line_have_no_effect():
    assert points(Linear(((0, -5), (10, 5))), -3, 12) == [-5, 5]
    assert np.isnan(points(LinearBounded(((0, -5), (10, 5))), -3, 12)).all()


def test_points_are_added_to_the_neutral_start_and_held_within_the_scale():
    added = Scheme((Part("nps", Linear(((0, -5), (10, 5))), 1), Part("use", Linear(((0, -5), (1, 5))), 1)),
                   combine="from_neutral", scale=10, neutral=5)  # fmt: skip
    assert one(added, nps=7, use=UNKNOWN) == 70
    assert one(added, nps=10, use=1) == 100
    assert one(added, nps=0, use=0) == 0


def test_good_average_and_poor_give_100_60_and_0():
    shape = Thresholds(((0, 0), (1, 60), (2, 100)))
    assert points(shape, 0, 1, 2) == [0, 60, 100]


def test_metrics_make_dimensions_and_dimensions_the_score_each_rounded():
    shape = Thresholds(((0, 0), (1, 60), (2, 100)))
    parts = (Part("a", shape, 1, group="x"), Part("b", shape, 2, group="x"), Part("c", shape, 1, group="y"))
    scheme = Scheme(parts, group_weights=(("x", 1), ("y", 1)), rounded=True)
    assert one(scheme, a=2, b=1, c=0) == 37  # x: (100 + 120) / 3 = 73.33, whole 73; 73 / 2 = 36.5, whole 37


@pytest.mark.parametrize(("value", "colour"), [(0, "red"), (50, "red"), (51, "yellow"), (75, "yellow"), (76, "green")])
def test_a_lower_bound_is_excluded_but_in_the_first_range(value, colour):
    shape = Thresholds(((0, 0), (50, 50), (75, 100)), at_bound="lower")
    assert dict(zip((0, 50, 100), ("red", "yellow", "green"), strict=True))[points(shape, value)[0]] == colour


def test_at_a_tie_the_upper_tier_wins_and_factor_points_add_up():
    shape = Thresholds(((0, 0), (10, 20), (20, 40)))
    assert points(shape, 10, 20) == [20, 40]
    factors = Scheme((Part("logins", shape, 1), Part("seats", Linear(((0, 0), (1, 60))), 1)), combine="sum")
    assert one(factors, logins=20, seats=1) == 100
    assert one(factors, logins=10, seats=0.5) == 50


def test_a_score_on_a_bound_belongs_to_the_better_band_and_no_score_to_none():
    found = bands(np.array([39.9, 40, 69.9, 70, UNKNOWN]), yellow_from=40, green_from=70)
    assert found.tolist() == ["red", "yellow", "yellow", "green", None]
