"""JSON taken apart at its outer layers agrees with JSON read whole, and needs nothing inside to be sound."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.plain.json_outer import NotJson, elements, members

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(values, max_size=6), st.sampled_from([None, 1]))
def test_elements_are_those_of_the_array(array, indent):
    found = elements(json.dumps(array, indent=indent).encode())
    assert [json.loads(one) for one in found] == array


@given(st.dictionaries(st.text("abcå\"\\,:{}[]", min_size=1, max_size=5), values, max_size=6))
def test_members_are_those_of_the_object(mapping):
    found = members(json.dumps(mapping).encode())
    assert {json.loads(b'"%s"' % name): json.loads(value) for name, value in found.items()} == mapping


def test_depth_does_not_matter():
    deep = b"[" * 1_000_000 + b"]" * 1_000_000
    assert elements(b"[1, %s, 2]" % deep) == [b"1", deep, b"2"]


def test_what_is_broken_inside_stays_inside():
    assert elements(b'[{"a": nonsense}, {"b": 1}]') == [b'{"a": nonsense}', b'{"b": 1}']


@pytest.mark.parametrize("text", [b"", b"[", b"]", b"[1", b'["a]', b"[1}", b"[]]", b"{}", b"[1][2]"])
def test_brackets_that_do_not_match_are_no_array(text):
    with pytest.raises(NotJson):
        elements(text)


@pytest.mark.parametrize("text", [b"[]", b'{"a"}', b"{1: 2}", b'{"a": 1', b"nonsense"])
def test_what_is_no_object_is_refused(text):
    with pytest.raises(NotJson):
        members(text)
