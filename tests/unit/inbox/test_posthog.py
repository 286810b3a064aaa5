"""Events as PostHog's clients write them."""

import json

import pytest

from loiste.sources.inbox.facts import BadEvent, Reading
from loiste.sources.posthog.wire import read


def of(settings=None, **event):
    return read(json.dumps(event).encode(), Reading(settings=settings or {}))


def test_an_event_is_usage_of_the_group_that_is_an_account():
    groups = {"project": "p", "company": "acme"}
    fact = of(event="opened", distinct_id="d", properties={"$groups": groups, "value": 3}).facts[0]
    assert (fact.kind, fact.name, fact.contact_ref, fact.account_ref, fact.value) == ("usage", "opened", "d", "acme", 3.0)
    assert of({"group_type": "project"}, event="opened", distinct_id="d", properties={"$groups": groups}).facts[
        0
    ].account_ref == ("p")


def test_a_page_view_is_called_by_its_path():
    fact = of(event="$pageview", distinct_id="d", properties={"$pathname": "/cancel"}).facts[0]
    assert (fact.name, fact.category, fact.channel) == ("/cancel", "page", "web")


def test_set_and_identify_say_who_a_person_is():
    assert of(event="$set", distinct_id="d", **{"$set": {"name": "Dee"}}).facts[0].text == "Dee"
    event = of(event="$identify", distinct_id="d", properties={"$set": {"email": "d@a.fi"}, "$anon_distinct_id": "x"})
    assert [fact.kind for fact in event.facts] == ["contact", "alias"]


def test_a_group_is_described_and_two_ids_become_one():
    properties = {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme", "plan": "pro"}}
    facts = of(event="$groupidentify", distinct_id="x", properties=properties).facts
    assert {fact.name: fact.text for fact in facts} == {"name": "Acme", "plan": "pro"}
    alias = of(event="$create_alias", distinct_id="old", properties={"distinct_id": "old", "alias": "new"}).facts[0]
    assert (alias.ref, alias.contact_ref) == ("old", "new")


@pytest.mark.parametrize("event", ["$feature_flag_called", "$exception"])
def test_what_is_no_use_of_the_product_waits(event):
    with pytest.raises(BadEvent) as caught:
        of(event=event, distinct_id="d")
    assert (caught.value.code, caught.value.kind) == ("unknown_type", event)
