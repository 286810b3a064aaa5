"""The rank of alerts: what comes first, why, and that nothing waits for ever."""

from datetime import date, timedelta
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.judgement.alert_rank import Asked, middle, rank

DAY = date(2026, 3, 2)


def ago(days):
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked("low", 0, DAY), 1),
        (Asked("low", 9_000, DAY), 2),
        (Asked("low", 99_000, DAY), 3),
        (Asked("high", 9_000, DAY), 4),
        (Asked("high", 9_000, ago(30)), 8),
        (Asked("high", 9_000, ago(30), key_account=True), 12),
        (Asked("low", 0, DAY, deadline=DAY), 2),
        (Asked("low", 0, DAY, deadline=DAY + timedelta(days=45)), 1.5),
        (Asked("low", 0, DAY, deadline=ago(1)), 1),
        (Asked("low", None, DAY), 2),
        (Asked("low", 0, DAY + timedelta(days=5)), 1),
    ],
)
def test_the_rank_is_as_the_document_says(asked, expected):
    assert rank(asked, DAY, usual=9_000).value == pytest.approx(expected)


ALERTS = st.builds(
    Asked, st.sampled_from(["low", "medium", "high"]), st.none() | st.floats(0, 1e9),
    st.integers(0, 900).map(ago), st.none() | st.integers(-900, 900).map(ago), st.booleans(),
)  # fmt: skip


@given(ALERTS)
def test_the_parts_told_make_the_rank(asked):
    told = rank(asked, DAY)
    assert told.value == pytest.approx(prod(factor for _name, factor in told.parts)) and told.value >= 1
    assert all(factor >= 1 for _name, factor in told.parts)


@given(ALERTS, st.floats(0, 1e9))
def test_more_at_stake_and_more_days_never_rank_lower(asked, more):
    bigger = Asked(asked.severity, (asked.stake or 0) + more, asked.opened_on, asked.deadline, asked.key_account)
    known = Asked(asked.severity, asked.stake or 0, asked.opened_on, asked.deadline, asked.key_account)
    assert rank(bigger, DAY).value >= rank(known, DAY).value
    older = Asked(asked.severity, asked.stake, asked.opened_on - timedelta(days=9), asked.deadline, asked.key_account)
    assert rank(older, DAY).value > rank(asked, DAY).value


@given(st.floats(0, 1e9))
def test_the_smallest_account_comes_before_the_largest_new_one_in_the_end(stake):
    largest = Asked("high", stake, DAY, deadline=DAY, key_account=True)
    smallest = Asked("low", 0, ago(30 * 50))
    assert rank(smallest, DAY).value > rank(largest, DAY).value


def test_what_is_unknown_counts_as_the_middle_of_what_is_known():
    assert (middle([None, 3, 1, 2]), middle([None])) == (2, 1000)
