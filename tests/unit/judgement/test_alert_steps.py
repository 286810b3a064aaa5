"""One day of an alert rule: what opens, what closes, what is held back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.judgement.alert_steps import Limits, first, nothing, step
from loiste.judgement.rules import Answer

YES, NO, UNKNOWN = "y", "n", "?"


def answer(text):
    marks = np.array(list(text))
    return Answer(marks == YES, marks == NO)


def walk(limits, days, before=None, start=100):
    """The steps of days told as texts, a mark for each account."""
    standing, steps = before or nothing(len(days[0])), []
    for number, day in enumerate(days):
        taken = step(limits, start + number, np.ones(len(day), dtype=bool), answer(day), standing)
        steps.append(taken)
        standing = taken.after
    return steps


def turns(steps, place=0):
    """A mark a day: o opened, c closed, . nothing."""
    return "".join("o" if one.opened[place] else "c" if one.closed[place] else "." for one in steps)


@pytest.mark.parametrize(
    ("limits", "days", "expected"),
    [
        (Limits(), "yyny", "o.co"),
        (Limits(), "y?n?", "o.c."),
        (Limits(dwell_days=1), "yn", "oc"),
        (Limits(dwell_days=3), "yyyyn", "..o.c"),
        (Limits(dwell_days=3), "yynyyy", ".....o"),
        (Limits(dwell_days=3), "yy?y", "...o"),
        (Limits(cool_down_days=3), "ynyyyy", "oc..o."),
        (Limits(cool_down_days=3, dwell_days=2), "yynyyy", ".oc..o"),
        (Limits(dwell_days=14, stride=7), "yy", ".o"),
    ],
)
def test_a_condition_opens_once_and_closes_once(limits, days, expected):
    assert turns(walk(limits, list(days))) == expected


def test_what_many_share_is_one_notice_and_those_left_over_are_told_when_it_is_past():
    limits = Limits(base_share=0.5)
    days = ["n" * 20, "y" * 11 + "n" * 9, "y" * 10 + "n" * 10]
    steps = walk(limits, days)
    assert [one.wide for one in steps] == [0, 11, 0]
    assert [int(one.opened.sum()) for one in steps] == [0, 0, 10]


def test_of_few_accounts_each_is_told_alone():
    assert [int(one.opened.sum()) for one in walk(Limits(base_share=0.1), ["yyyy"])] == [4]


def test_who_matches_when_a_rule_starts_is_held_back_until_that_has_ended_or_opened_if_so_chosen():
    started = first(answer("y"), nothing(1), open_matching=False)
    assert turns([started, *walk(Limits(), list("yy?ny"), started.after)]) == ".....o"
    assert turns([first(answer("y"), nothing(1), open_matching=True)]) == "o"


DAYS = st.lists(st.text("yn?", min_size=6, max_size=6), min_size=1, max_size=30)
LIMITS = st.builds(Limits, dwell_days=st.integers(0, 5), cool_down_days=st.integers(0, 9), base_share=st.floats(0.1, 1))


@given(LIMITS, DAYS)
def test_opening_and_closing_take_turns_and_nothing_opens_unsurely(limits, days):
    for place in range(6):
        steps = walk(limits, days)
        told = turns(steps, place)
        shown = told.replace(".", "")
        assert "oo" not in shown and "cc" not in shown and not shown.startswith("c")
        for day, mark in zip(days, told, strict=True):
            assert mark != "o" or day[place] == YES
            assert mark != "c" or day[place] == NO
        closed = [number for number, mark in enumerate(told) if mark == "c"]
        opened = [number for number, mark in enumerate(told) if mark == "o"]
        for one in closed:
            assert all(later - one >= limits.cool_down_days for later in opened if later > one)


@given(LIMITS, DAYS)
def test_more_is_told_when_more_may_be_at_once(limits, days):
    alone = Limits(limits.dwell_days, limits.cool_down_days, 1.0)
    assert all(one.wide == 0 for one in walk(alone, days))
