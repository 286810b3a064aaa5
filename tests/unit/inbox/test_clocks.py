"""When events happened: a table of clocks that are right, ahead, behind, late, and silent."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.sources.inbox.clocks import moments, placed

CAME = datetime(2026, 11, 20, 12)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def one(said, sent):
    happened, wrong = placed(moments([said]), moments([sent]), moments([CAME]))
    return tuple(None if np.isnat(found) else found.item() for found in (happened[0], wrong[0]))


@pytest.mark.parametrize(
    ("said", "sent", "happened", "wrong"),
    [
        (CAME - HOUR, CAME, CAME - HOUR, None),
        (CAME - 3 * DAY, CAME, CAME - 3 * DAY, None),  # three days late by a right clock
        (CAME + DAY, CAME + DAY, CAME, CAME + DAY),  # a phone a day ahead
        (CAME + DAY - HOUR, CAME + DAY, CAME - HOUR, CAME + DAY - HOUR),
        (CAME - DAY - HOUR, CAME - DAY, CAME - HOUR, CAME - DAY - HOUR),  # a clock a day behind
        (CAME - HOUR, None, CAME - HOUR, None),
        (CAME + DAY, None, CAME, CAME + DAY),  # the future, and nothing to correct it by
        (None, CAME, CAME, None),
        (None, None, CAME, None),
        (CAME - HOUR, CAME + timedelta(seconds=30), CAME - HOUR, None),  # the way of the message
    ],
)
def test_an_event_lies_where_a_right_clock_would_have_put_it(said, sent, happened, wrong):
    assert one(said, sent) == (happened, wrong)


def test_a_time_with_a_zone_is_turned_to_utc():
    eastern = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=2)))
    assert moments([eastern, datetime(2026, 11, 20, 10, tzinfo=UTC)])[0].item() == datetime(2026, 11, 20, 10)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_a_clock_wrong_by_any_time_changes_nothing_but_the_mark(ago, skew):
    truth = CAME - timedelta(seconds=abs(ago))
    happened, _wrong = one(truth + timedelta(seconds=skew), CAME + timedelta(seconds=skew))
    assert abs(happened - truth) <= timedelta(minutes=1)


@given(st.integers(-(10**7), 10**7), st.none() | st.integers(-(10**7), 10**7))
def test_nothing_happens_in_the_future(said, sent):
    happened, _wrong = one(CAME + timedelta(seconds=said), None if sent is None else CAME + timedelta(seconds=sent))
    assert happened <= CAME + timedelta(minutes=1)
