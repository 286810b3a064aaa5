"""Ids received lately: what was added is known, nothing else is, and the first of equal ones counts."""

from datetime import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from loiste.timeline.received import Received

halves = st.integers(0, 5) | st.integers(0, 2**64 - 1)
batches = st.lists(st.lists(st.tuples(halves, halves), max_size=12), max_size=30)


def as_ids(pairs):
    return np.array(pairs, dtype=np.uint64).reshape(-1, 2)


@given(batches, st.lists(st.tuples(halves, halves), max_size=20))
def test_new_is_what_a_set_would_not_know(added, asked):
    received = Received(datetime(2026, 1, 1))
    for number, batch in enumerate(added):
        received.add(as_ids(batch), [number])
    everything = {pair for batch in added for pair in batch}
    assert received.new(as_ids(asked)).tolist() == [
        pair not in everything and pair not in asked[:place] for place, pair in enumerate(asked)
    ]
