"""Events that could not be used: listed, tried again and discarded."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Audit
from loiste.sources.inbox import refused
from loiste.sources.inbox.refused import Choice
from loiste.sources.models import Delivery, RefusedEvent, Source
from loiste.timeline import engine
from tests.integration.sending import NOW, deliver, drain, send, track

pytestmark = [pytest.mark.django_db, pytest.mark.store]
ODD = {"type": "screen_time", "userId": "u", "messageId": "m1"}


@pytest.fixture
def some(home):
    """Two of an unknown type, one that names nobody, one that is no JSON."""
    send(home, "web", ODD, ODD | {"messageId": "m2"}, {"type": "track", "event": "x"}, '{"type": nothing}', track("u"))
    send(home, "app", ODD, at=NOW + timedelta(hours=1))


def test_events_are_grouped_by_source_code_and_unknown_type(some):
    found = [(row["source__name"], row["code"], row["kind"], row["events"]) for row in refused.groups()]
    assert found == [
        ("web", "unknown_type", "screen_time", 2), ("app", "unknown_type", "screen_time", 1),
        ("web", "malformed", "", 1), ("web", "nobody", "", 1),
    ]  # fmt: skip


def test_tried_again_they_are_deliveries_of_their_source_with_the_time_at_which_they_came(some, people):
    done = refused.try_again(Choice(kind="screen_time"), by=people["colleague"], now=NOW + timedelta(days=2))
    assert (done.done, done.stayed, done.more) == (3, 0, False)
    found = Delivery.objects.order_by("id").values_list("source__name", "wire", "events", "received_at")
    assert list(found) == [("web", "segment", 2, NOW), ("app", "segment", 1, NOW + timedelta(hours=1))]
    assert Audit.objects.latest("id").after["done"] == 3


def test_an_event_that_is_understood_by_now_arrives_once_and_for_good(home, some, people, monkeypatch):
    from loiste.sources.segment import wire

    monkeypatch.setitem(wire.READERS, "screen_time", wire.used)
    refused.try_again(Choice(kind="screen_time"), by=people["owner"], now=NOW)
    assert drain(home) == 3
    rows = engine.reader(home).execute("select source, name from signals_usage where category = 'screen_time'")
    assert sorted(rows.fetchall()) == [("app", "screen_time"), ("web", "screen_time"), ("web", "screen_time")]
    assert not RefusedEvent.objects.filter(kind="screen_time").exists()
    deliver("web", ODD)
    assert drain(home) == 0


def test_what_is_tried_again_keeps_the_senders_clock_and_the_type_of_its_address(home, some, people):
    ahead = NOW + timedelta(days=1)
    body = {"sentAt": ahead.isoformat(), "type": "track", "batch": [{"userId": "u", "timestamp": ahead.isoformat()}]}
    source = Source.objects.get(name="web")
    Delivery.objects.create(source=source, wire="segment", events=1, received_at=NOW, body=json.dumps(body).encode())
    drain(home)
    refused.try_again(Choice(code="missing"), by=people["owner"], now=NOW)
    assert json.loads(bytes(Delivery.objects.get().body)) == body


def test_what_is_still_not_understood_is_refused_again(home, some, people):
    refused.try_again(Choice(code="nobody"), by=people["owner"], now=NOW)
    assert drain(home) == 0
    assert RefusedEvent.objects.filter(code="nobody").count() == 1


def test_what_is_no_json_stays(some, people):
    done = refused.try_again(Choice(code="malformed"), by=people["owner"], now=NOW)
    assert (done.done, done.stayed, done.more) == (0, 1, False)
    assert RefusedEvent.objects.filter(code="malformed").exists()


def test_one_event_is_chosen_by_its_id_and_discarded(some, people):
    one = RefusedEvent.objects.filter(kind="screen_time").first()
    assert refused.discard(Choice(event=one.pk), by=people["colleague"], now=NOW).done == 1
    assert RefusedEvent.objects.count() == 4
    with pytest.raises(ValidationError):
        refused.discard(Choice(event=one.pk), by=people["colleague"], now=NOW)


def test_many_go_in_portions(some, people, monkeypatch):
    monkeypatch.setattr(refused, "CHUNK", 2)
    monkeypatch.setattr(refused, "AT_ONCE", 4)
    done = refused.discard(Choice(), by=people["owner"], now=NOW)
    assert (done.done, done.more) == (4, True)


def test_a_reader_does_neither(some, people):
    for verb in (refused.try_again, refused.discard):
        with pytest.raises(PermissionDenied):
            verb(Choice(), by=people["read_only"], now=NOW)
    assert RefusedEvent.objects.count() == 5
