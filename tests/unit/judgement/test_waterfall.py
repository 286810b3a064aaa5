"""What moved a score, in bars that add up; one worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.judgement import waterfall
from loiste.judgement.scoring import Part, Scheme, score
from loiste.judgement.shapes import Linear
from loiste.judgement.waterfall import bars, state
from tests.unit.judgement.test_scoring import UNKNOWN, VALUES, schemes

TEN = Linear(((0, 0), (10, 100)))


def scored(scheme, values):
    return score(scheme, {part.key: np.array([value], dtype=float) for part, value in zip(scheme.parts, values, strict=True)})


def of(scheme, *values):
    return state(scored(scheme, values), 0)


def told(found):
    return [("+".join(bar.kinds), bar.component, round(bar.points, 6)) for bar in found]


def test_a_waterfall_worked_by_hand():
    """Use weighs 3 and NPS 1; under the new model both weigh 1.

    | state     | use          | nps         | weights | score             |
    | --------- | ------------ | ----------- | ------- | ----------------- |
    | then      | 8 -> 80      | not asked   | 1, -    | 80                |
    | corrected | 8 -> 80      | 4 -> 40     | 3/4 1/4 | 60 + 10 = 70      |
    | moved     | 6 -> 60      | 6 -> 60     | 3/4 1/4 | 45 + 15 = 60      |
    | now       | 6 -> 60      | 6 -> 60     | 1/2 1/2 | 30 + 30 = 60      |

    An override shows 75 today, where the machine says 60.
    """
    old = Scheme((Part("use", TEN, 3), Part("nps", TEN, 1)))
    new = Scheme((Part("use", TEN, 1), Part("nps", TEN, 1)))
    states = [of(old, 8, UNKNOWN), of(old, 8, 4), of(old, 6, 6), of(new, 6, 6)]
    assert [one.score for one in states] == pytest.approx([80, 70, 60, 60])
    assert told(bars(states, 80, 75)) == [
        ("component", "use", -15), ("component", "nps", 5), ("rest", "", 0), ("late", "", -10), ("model", "", 0),
        ("override", "", 15),
    ]  # fmt: skip


def test_what_lies_between_two_scores_without_having_one_cannot_be_told_apart():
    old, new = Scheme((Part("use", TEN, 1),)), Scheme((Part("nps", TEN, 1),))
    then, moved, now = of(old, 8), of(old, UNKNOWN), of(new, 3)
    assert told(bars([then, then, moved, now], 80, 30)) == [
        ("data+model", "", -50),
        ("late", "", 0),
        ("override", "", 0),
    ]
    assert told(bars([then, moved, moved, now], 80, 30)) == [("data+late+model", "", -50), ("override", "", 0)]
    assert told(bars([then, moved, then, then], 80, 80)) == [
        ("data+late", "", 0),
        ("model", "", 0),
        ("override", "", 0),
    ]


def test_a_day_without_a_score_is_not_taken_for_zero():
    scheme = Scheme((Part("use", TEN, 1),))
    none, some = of(scheme, UNKNOWN), of(scheme, 5)
    assert bars([none, some, some, some], None, 50) is None
    assert bars([some, some, none, none], 50, None) is None
    assert bars([some, some, none, none], 50, 80) is None  # an override is shown, the machine says nothing


SHOWN = st.one_of(st.none(), st.floats(0, 100))


@given(schemes(("linear", "thresholds")), schemes(), st.data())
def test_the_bars_add_up_to_the_change_of_what_is_shown(old, new, data):
    """Two days, two moments of knowing, two models, overrides on either day, and values unknown anywhere."""
    later = [[data.draw(VALUES) for _ in old.parts] for _ in range(3)]
    states = [*(of(old, *values) for values in later), of(new, *[data.draw(VALUES) for _ in new.parts])]
    ends = [
        override if (override := data.draw(SHOWN)) is not None else states[at].score for at in (0, -1)
    ]  # fmt: skip
    found = bars(states, *ends)
    if states[0].score is None or states[-1].score is None:
        assert found is None
        return
    assert sum(bar.points for bar in found) == pytest.approx(ends[1] - ends[0], abs=1e-9, rel=0)
    assert [bar.kinds for bar in found] == sorted((bar.kinds for bar in found), key=place)


def place(kinds):
    return ["component", "rest", "data", "late", "model", "override"].index(kinds[0])


@given(schemes(), st.data())
def test_points_times_share_of_weight_are_what_a_component_gives_to_a_mean(scheme, data):
    found = scored(scheme, [data.draw(VALUES) for _ in scheme.parts])
    weights = waterfall.shares(scheme, found)
    for part in scheme.parts:
        if scheme.combine != "mean":
            assert np.isnan(weights[part.key][0])
        elif not scheme.rounded:
            given_ = np.nan_to_num(found.points[part.key]) * weights[part.key]
            assert given_[0] == pytest.approx(found.contributions[part.key][0], abs=1e-9)
