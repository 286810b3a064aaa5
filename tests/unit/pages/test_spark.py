"""Small trends: gaps where nothing is known, a target inside the picture."""

from decimal import Decimal

from loiste.pages.spark import spark


def numbers(*values):
    return [None if value is None else Decimal(value) for value in values]


def test_one_known_value_is_no_trend():
    assert spark(numbers(None, 5, None), None, "x") is None


def test_a_gap_lifts_the_pen():
    found = spark(numbers(1, 2, None, 3, 4), None, "x")
    assert found.path.count("M") == 2
    assert not found.faded


def test_an_unknown_end_is_faded_and_the_dot_stays_at_the_last_known():
    found = spark(numbers(1, 2, None), None, "x")
    assert found.faded
    assert found.end == ("48.0", "3.0")


def test_the_target_stretches_the_picture():
    assert spark(numbers(1, 2), Decimal(3), "x").target == "3.0"


def test_a_flat_line_runs_in_the_middle():
    assert spark(numbers(2, 2), None, "x").end == ("93.0", "14.0")
