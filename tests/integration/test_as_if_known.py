"""After late matches, merges and their undoing every number stands where it would be, had all been known from the start."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import User
from tests.integration.twins import ACCOUNTS, CONTACTS, GROUPS, PEOPLE, both

pytestmark = pytest.mark.django_db


def test_late_matches_and_merges_leave_every_number_as_if_known_from_the_start(tmp_path, people):
    steps = [
        ("match", "g1", "A"), ("person", "p1", "PB"), ("merge", "A", "B"), ("match", "g2", "B"),
        ("person_of", "p3", "C"), ("merge_people", "PA", "PB"),
    ]  # fmt: skip
    found, wanted = both(tmp_path, people["colleague"], steps)
    assert found == wanted


def test_what_is_undone_leaves_every_number_as_if_never_done(tmp_path, people):
    steps = [
        ("match", "g1", "B"), ("merge", "A", "B"), ("merge", "C", "A"), ("merge_people", "PC", "PA"),
        ("person", "p2", "PC"), ("undo", 0), ("undo", 2), ("undo", 1), ("unmatch", "g1"), ("unperson", "p2"),
    ]  # fmt: skip
    user = people["colleague"]
    found, wanted = both(tmp_path, user, steps)
    untouched, _twin = both(tmp_path, user, [])
    assert found == wanted == untouched


@pytest.mark.parametrize(
    "steps",
    [
        [("match", "g2", "C"), ("merge", "A", "C"), ("unmatch", "g2")],
        [("match", "g2", "C"), ("merge", "A", "C"), ("match", "g2", "B")],
        [("person", "p3", "PC"), ("merge_people", "PA", "PC"), ("unperson", "p3")],
    ],
)
def test_what_was_matched_to_a_merged_one_is_taken_back_from_the_one_that_it_became(tmp_path, people, steps):
    found, wanted = both(tmp_path, people["colleague"], steps)
    assert found == wanted


def one_of(*words):
    return st.sampled_from(words)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("match"), one_of(*GROUPS), one_of(*ACCOUNTS)),
        st.tuples(st.just("unmatch"), one_of(*GROUPS)),
        st.tuples(st.just("person"), one_of(*PEOPLE), one_of(*CONTACTS)),
        st.tuples(st.just("person_of"), one_of(*PEOPLE), one_of(*ACCOUNTS)),
        st.tuples(st.just("unperson"), one_of(*PEOPLE)),
        st.tuples(st.just("merge"), one_of(*ACCOUNTS), one_of(*ACCOUNTS)),
        st.tuples(st.just("merge_people"), one_of(*CONTACTS), one_of(*CONTACTS)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    min_size=1, max_size=9,
)  # fmt: skip


@settings(
    max_examples=int(os.environ.get("LOISTE_EXAMPLES", "6")), deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(steps=STEPS)
def test_any_order_of_matches_merges_and_undos_gives_the_numbers_of_its_end(tmp_path, people, steps):
    found, wanted = both(tmp_path, User.objects.get(pk=people["colleague"].pk), steps)
    assert found == wanted
