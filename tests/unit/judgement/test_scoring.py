"""What is unknown, what a score is made of, and that better input never lowers it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.judgement import scoring
from loiste.judgement.scoring import Part, Scheme, score
from loiste.judgement.shapes import Linear, LinearBounded, Thresholds

UNKNOWN = float("nan")
LINE = Linear(((0, 0), (10, 100)))


def scored(scheme, *rows):
    """Scores of accounts given as rows of values, in the order of the parts."""
    columns = np.array(rows, dtype=float).T
    return score(scheme, {part.key: column for part, column in zip(scheme.parts, columns, strict=True)})


def parts(*rules, weights=(3, 1)):
    return tuple(Part(key, LINE, weight, rule) for key, weight, rule in zip("ab", weights, rules, strict=True))


@pytest.mark.parametrize(
    ("rule", "expected", "code"),
    [("leave_out", 20, scoring.LEFT_OUT), ("neutral", 42.5, scoring.NEUTRAL), ("worst", 5, scoring.WORST)],
)
def test_the_rule_says_what_an_unknown_value_does(rule, expected, code):
    found = scored(Scheme(parts(rule, "leave_out")), (UNKNOWN, 2))
    assert found.score[0] == pytest.approx(expected)
    assert found.codes["a"][0] == code
    assert found.coverage[0] == 0.25


def test_a_carried_value_stands_in_and_counts_as_data():
    scheme = Scheme(parts("worst", "worst"))
    values = {"a": np.array([UNKNOWN]), "b": np.array([2.0])}
    found = score(scheme, values, {"a": np.array([10.0])})
    assert found.score[0] == pytest.approx(80) and found.coverage[0] == 1
    assert found.codes["a"][0] == scoring.CARRIED


def test_nothing_known_is_no_score_whatever_the_rules_say():
    for rule in ("leave_out", "neutral", "worst"):
        found = scored(Scheme(parts(rule, rule)), (UNKNOWN, UNKNOWN))
        assert np.isnan(found.score[0]) and found.coverage[0] == 0


def test_outside_a_bounded_line_the_weight_is_shared_and_the_value_is_still_known():
    scheme = Scheme((Part("a", LinearBounded(((0, 0), (5, 100))), 3), Part("b", LINE, 1)))
    found = scored(scheme, (7, 4))
    assert found.score[0] == pytest.approx(40) and found.coverage[0] == 1
    assert found.codes["a"][0] == scoring.OUTSIDE


def test_a_group_without_data_gives_its_weight_to_the_others():
    scheme = Scheme((Part("a", LINE, 1, group="x"), Part("b", LINE, 1, group="y")), group_weights=(("x", 9), ("y", 1)))
    found = scored(scheme, (UNKNOWN, 4), (10, 0))
    assert found.score.tolist() == pytest.approx([40, 90])
    assert found.coverage.tolist() == pytest.approx([0.1, 1])


VALUES = st.one_of(st.floats(-20, 30), st.just(UNKNOWN))


@st.composite
def schemes(draw, shapes=("linear", "thresholds")):
    """A scheme whose components all rise with their value."""
    made, keys = [], "abcd"[: draw(st.integers(1, 4))]
    grouped = draw(st.booleans())
    for key in keys:
        at = sorted(draw(st.sets(st.integers(-10, 20), min_size=2, max_size=5)))
        given_ = sorted(draw(st.lists(st.integers(0, 100), min_size=len(at), max_size=len(at))))
        anchors = tuple(zip(map(float, at), map(float, given_), strict=True))
        kind = draw(st.sampled_from(shapes))
        shape = (
            Thresholds(anchors, draw(st.sampled_from(["upper", "lower"]))) if kind == "thresholds" else Linear(anchors)
        )
        rule = draw(st.sampled_from(["leave_out", "neutral", "worst"]))
        made.append(Part(key, shape, draw(st.integers(1, 9)), rule, draw(st.sampled_from("xy")) if grouped else ""))
    weights = tuple((name, float(draw(st.integers(1, 5)))) for name in "xy") if grouped else ()
    combine = draw(st.sampled_from(["mean", "sum", "from_neutral"]))
    return Scheme(tuple(made), combine, group_weights=weights, rounded=draw(st.booleans()))


@given(schemes(), st.data())
def test_a_better_known_value_never_lowers_the_score(scheme, data):
    before = [data.draw(VALUES) for _ in scheme.parts]
    after = [value if np.isnan(value) else value + data.draw(st.floats(0, 10)) for value in before]
    found = scored(scheme, before, after)
    assert np.isnan(found.score).all() or found.score[1] >= found.score[0] - 1e-9


@given(schemes(), st.data())
def test_the_score_is_the_sum_of_what_its_components_and_its_bounds_give(scheme, data):
    found = scored(scheme, *[[data.draw(VALUES) for _ in scheme.parts] for _ in range(3)])
    total = sum(found.contributions.values()) + found.rest
    known = ~np.isnan(found.score)
    assert np.allclose(total[known], found.score[known], atol=1e-9, rtol=0)
    assert ((found.score[known] >= 0) & (found.score[known] <= 100)).all()


@given(schemes(), st.data())
def test_accounts_do_not_change_each_others_score(scheme, data):
    rows = [[data.draw(VALUES) for _ in scheme.parts] for _ in range(4)]
    together = scored(scheme, *rows).score
    alone = np.array([scored(scheme, row).score[0] for row in rows])
    assert np.array_equal(together, alone, equal_nan=True)
