"""Events as Segment's clients write them: what they say, and that reading many at once says the same as one by one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.sources.inbox.facts import BadEvent, Reading
from loiste.sources.segment.wire import WIRE, read, read_many

texts = st.text(max_size=12) | st.sampled_from(["", " ", "u1", "a\nb", "å", "x" * 300])
events = st.fixed_dictionaries(
    {"type": st.just("track"), "messageId": texts},
    optional={
        "event": texts, "userId": texts | st.none() | st.integers(0, 9), "anonymousId": texts | st.none(),
        "timestamp": st.sampled_from(["2026-11-20T10:00:00Z", "2026-11-20T12:00:00.5+02:00", None]),
        "context": st.fixed_dictionaries({}, optional={"groupId": texts | st.none()}),
        "properties": st.fixed_dictionaries({}, optional={"value": st.integers(0, 9) | texts | st.none(), "a": texts}),
    },
)  # fmt: skip


def said(raw):
    """(key, time, fact) of one event, or the code of its refusal."""
    try:
        event = read(raw, Reading())
    except BadEvent as bad:
        return bad.code
    return event.key, event.at, event.facts[0]


@given(st.lists(events, min_size=1, max_size=5))
def test_many_at_once_say_what_each_says(batch):
    many = read_many(json.dumps({"batch": batch}).encode(), Reading())
    if many is None:
        return  # something needs a closer look, so each is read alone
    for place, number in enumerate(many.numbers):
        key, at, fact = said(json.dumps(batch[number]).encode())
        assert (key, fact.name, fact.account_ref, fact.contact_ref, fact.value) == (
            many.keys[place], many.names[place], many.accounts[place], many.contacts[place], many.values[place],
        )  # fmt: skip
        assert at == many.at[place]
        assert (fact.properties is None) == (many.properties[place] is None)


def of(**event):
    return read(json.dumps(event).encode(), Reading())


def test_a_track_is_usage_of_its_account_by_its_person():
    event = of(
        type="track", event="Paid", userId=7, messageId="m", context={"groupId": "acme"}, properties={"revenue": "1.5"}
    )
    fact = event.facts[0]
    assert (event.key, fact.kind, fact.name, fact.contact_ref, fact.account_ref, fact.value) == (
        "m", "usage", "Paid", "7", "acme", 1.5,
    )  # fmt: skip


def test_a_page_is_called_by_its_name_or_path():
    assert of(type="page", userId="u", name="Pricing").facts[0].name == "Pricing"
    assert of(type="page", userId="u", properties={"path": "/cancel"}).facts[0].name == "/cancel"
    assert of(type="screen", userId="u", name="Home").facts[0].channel == "app"


def test_identify_says_who_a_person_is_and_was():
    event = of(type="identify", userId="u", anonymousId="a", traits={"email": "u@acme.fi", "firstName": "Åsa"})
    person, alias = event.facts
    assert (person.kind, person.text, json.loads(person.properties)["email"]) == ("contact", "Åsa", "u@acme.fi")
    assert (alias.kind, alias.ref, alias.contact_ref) == ("alias", "a", "u")
    assert event.told["contact", "u"]["email"] == "u@acme.fi"


def test_group_says_what_an_account_is_and_who_belongs_to_it():
    event = of(type="group", userId="u", groupId="g", traits={"name": "Acme", "employees": 12, "createdAt": "2020-02-03"})
    said_ = {fact.name: fact.text for fact in event.facts if fact.kind == "attribute"}
    assert said_ == {"name": "Acme", "employees": "12", "signed_up_on": "2020-02-03"}
    assert [(f.ref, f.account_ref) for f in event.facts if f.kind == "contact"] == [("u", "g")]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"type": "track", "userId": "u"}, "missing"),
        ({"type": "track", "event": "x"}, "nobody"),
        ({"type": "delete", "userId": "u"}, "unknown_type"),
        ({"userId": "u"}, "unknown_type"),
        ({"type": "track", "event": "x", "userId": "u" * 201}, "too_long"),
        ({"type": "track", "event": "x", "userId": ["u"]}, "bad_field"),
        ({"type": "track", "event": "x", "userId": "u", "timestamp": "yesterday"}, "bad_field"),
        ({"type": "group", "groupId": "g"}, "says_nothing"),
        ({"type": "alias", "userId": "u"}, "missing"),
        ({"type": "identify", "userId": "u", "traits": 5}, "bad_field"),
    ],
)
def test_an_event_that_cannot_be_used_says_why(event, code):
    with pytest.raises(BadEvent) as caught:
        of(**event)
    assert caught.value.code == code


def test_an_event_too_deep_is_refused_alone():
    deep = b'{"type":"track","event":"x","userId":"u","properties":' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}"
    outer = WIRE.apart(b'{"batch":[%s,{"type":"track","event":"x","userId":"u"}],"sentAt":"2026-11-20T10:00:00Z"}' % deep)
    assert (len(outer.events), outer.sent_at) == (2, "2026-11-20T10:00:00Z")
    with pytest.raises(BadEvent):
        read(bytes(outer.events[0]), Reading())


def test_a_member_that_does_not_fit_is_named():
    with pytest.raises(BadEvent) as refused:
        of(type="track", event="Paid", userId="u", timestamp="yesterday")
    assert (refused.value.code, refused.value.detail) == ("bad_field", "timestamp")
