"""The area under the curve and its interval, against another library, a published example and simulation."""

import numpy as np
import pytest

from loiste.judgement.auc import area

sklearn = pytest.importorskip("sklearn.metrics")


def told(scores, left, accounts=None):
    scores, left = np.array(scores, dtype=float), np.array(left, dtype=bool)
    return area(scores, left, np.arange(len(scores)) if accounts is None else np.array(accounts))


def test_the_area_is_that_of_another_library_ties_included():
    random = np.random.default_rng(5)
    for _ in range(20):
        scores, left = random.integers(0, 12, 300).astype(float), random.random(300) < 0.2
        assert told(scores, left).value == pytest.approx(sklearn.roc_auc_score(left, -scores), abs=1e-12)


def test_a_perfect_score_is_1_a_reversed_one_0_and_a_constant_one_a_half():
    assert told([1, 2, 3, 4], [1, 1, 0, 0]).value == 1
    assert told([4, 3, 2, 1], [1, 1, 0, 0]).value == 0
    assert told([5, 5, 5, 5], [1, 1, 0, 0]).value == 0.5
    assert told([1, 2], [0, 0]) is None and told([1, 2], [1, 1]) is None


def test_the_interval_holds_the_truth_in_about_95_of_100_samples():
    random, held = np.random.default_rng(7), 0
    for _ in range(400):
        left = np.arange(200) < 40
        scores = random.normal(size=200) - left  # the truth is Phi(1 / sqrt 2)
        found = told(scores, left)
        held += found.low <= 0.76025 <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_looking_at_the_same_accounts_again_makes_nobody_surer():
    random = np.random.default_rng(9)
    scores, left = random.normal(size=150), np.arange(150) < 30
    once = told(scores, left)
    thrice = told(np.tile(scores, 3), np.tile(left, 3), np.tile(np.arange(150), 3))
    assert thrice.value == pytest.approx(once.value)
    assert (thrice.low, thrice.high) == pytest.approx((once.low, once.high), abs=0.002)
    careless = told(np.tile(scores, 3), np.tile(left, 3))
    assert careless.high - careless.low < 0.7 * (once.high - once.low)
