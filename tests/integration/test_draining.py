"""The inbox drained: each event once, whatever comes again; what cannot be used is kept; clocks and persons."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loiste.accounts import identities
from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Account, Contact, ContactIdentity, Identity, Unmatched
from loiste.accounts.rematch import rematch
from loiste.sources.inbox import drain as draining
from loiste.sources.inbox.keys import ensure_source, set_source
from loiste.sources.models import Delivery, RefusedEvent, Source
from loiste.timeline import engine, merging
from loiste.timeline.models import Block

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def source(home):
    return ensure_source("web", now=NOW, by=COMMAND_LINE)


def came(source, *events, wire="segment", at=NOW, sent=None, raw=None):
    body = raw or json.dumps({"batch": list(events)} | ({"sentAt": sent.isoformat()} if sent else {})).encode()
    return Delivery.objects.create(source=source, wire=wire, events=len(events), received_at=at, body=body)


def track(number, **more):
    event = {
        "type": "track",
        "event": "Opened",
        "userId": "u",
        "messageId": f"m{number}",
        "context": {"groupId": "acme"},
    }
    return event | more


def drained(home, now=NOW):
    """(accepted, duplicate, refused) of all rounds by a worker that has just started."""
    machine = draining.Drain(home, HELSINKI)
    found = (0, 0, 0)
    while one := machine.round(now):
        found = (found[0] + one.accepted, found[1] + one.duplicate, found[2] + one.refused)
    machine.close()
    return found


def rows(home, sql):
    return engine.reader(home).execute(sql).fetchall()


def test_events_that_come_again_count_once_in_a_batch_a_round_and_later(home, source):
    came(source, track(1), track(2), track(1))
    came(source, track(2), track(3))
    assert drained(home) == (3, 2, 0)
    came(source, track(1), track(2), track(3), track(4))
    assert drained(home) == (1, 3, 0)
    assert rows(home, "select count(*), count(distinct id) from signals_usage") == [(4, 4)]
    assert Delivery.objects.count() == 0


def test_events_that_come_again_count_once_after_blocks_are_merged(home, source):
    for n in range(5):
        came(source, track(n))
        drained(home)
    assert merging.merge(home, NOW, many=3) == 5
    assert Block.objects.filter(replaced_at=None).count() == 1
    came(source, *(track(n) for n in range(6)))
    assert drained(home) == (1, 5, 0)


def test_an_event_of_another_source_is_another_event(home, source):
    other = ensure_source("app", now=NOW, by=COMMAND_LINE)
    came(source, track(1))
    came(other, track(1))
    assert drained(home) == (2, 0, 0)


def test_an_id_is_forgotten_after_thirty_days(home, source):
    came(source, track(1))
    drained(home)
    came(source, track(1))
    assert drained(home, NOW + timedelta(days=40)) == (1, 0, 0)


def test_a_worker_that_was_overtaken_writes_nothing(home, source, monkeypatch):
    came(source, track(1))
    machine = draining.Drain(home, HELSINKI)
    taken = list(draining.next_deliveries())
    drained(home)
    monkeypatch.setattr(draining, "next_deliveries", lambda: iter(taken))
    machine.received = draining.Received(datetime(2026, 1, 1))  # as if it had looked before the other wrote
    machine.received.blocks_seen = set(Block.objects.values_list("id", flat=True))
    with pytest.raises(draining.Overtaken):
        machine.round(NOW)
    assert Block.objects.count() == 1
    machine.close()


def test_events_without_an_id_are_each_their_own(home, source):
    event = {key: value for key, value in track(1).items() if key != "messageId"}
    came(source, event, event)
    assert drained(home) == (2, 0, 0)


def test_what_cannot_be_used_is_kept_as_it_came(home, source):
    came(
        source,
        raw=b'{"batch":[{"type":"delete","userId":"u"},{"a": nonsense},{"type":"track","event":"x","userId":"u"}]}',
    )
    came(source, track(1, properties={"text": "x" * 40_000}))
    assert drained(home) == (1, 0, 3)
    found = {(one.code, one.waits, one.kind) for one in RefusedEvent.objects.all()}
    assert found == {("unknown_type", True, "delete"), ("malformed", False, ""), ("too_large", False, "")}
    assert bytes(RefusedEvent.objects.get(code="malformed").body) == b'{"a": nonsense}'


def test_events_of_a_phone_a_day_ahead_or_three_days_late_land_on_the_right_day(home, source):
    day = timedelta(days=1)
    came(source, track(1, timestamp=(NOW + day).isoformat()), sent=NOW + day)
    came(source, track(2, timestamp=(NOW - 3 * day).isoformat()), sent=NOW)
    came(source, track(3, timestamp="2026-11-19T22:30:00Z"), sent=NOW)  # half past midnight in Helsinki
    drained(home)
    assert rows(home, "select day::varchar, said_at::varchar from signals_usage order by position") == [
        ("2026-11-20", "2026-11-21 12:00:00"), ("2026-11-17", None), ("2026-11-20", None),
    ]  # fmt: skip


def test_a_group_that_is_an_accounts_own_reference_is_matched_with_rule_and_date(home, source):
    account = Account.objects.create(ref="acme", name="Acme")
    came(source, track(1))
    drained(home)
    identity = Identity.objects.get(source="web")
    assert (identity.account, identity.rule, identity.since) == (account, "group", NOW)
    assert not Unmatched.objects.exists()


def test_an_unknown_account_waits_with_its_signals_until_a_rule_knows_it(home, source):
    came(source, track(1), track(2))
    drained(home)
    came(source, track(3))
    drained(home)
    waiting = Unmatched.objects.get()
    assert (waiting.what, waiting.ref, waiting.signals) == ("account", "acme", 3)
    account = Account.objects.create(ref="acme", name="Acme")
    assert rematch({"web": {}}, NOW) == 1
    assert identities.known().accounts == {("web", "acme"): account.pk}
    assert identities.known().people[("web", "u")].account == account.pk  # named together with it


def test_an_attribute_may_hold_the_senders_id(home, source):
    account = Account.objects.create(ref="1", name="Acme", attributes={"segment_id": "acme"})
    set_source(source, {"attribute": "segment_id"}, by=COMMAND_LINE, now=NOW)
    came(source, track(1))
    drained(home)
    assert Identity.objects.get(source="web").account == account
    assert Identity.objects.get(source="web").rule == "attribute"


def test_a_source_may_make_what_its_events_name(home, source):
    set_source(source, {"create": True}, by=COMMAND_LINE, now=NOW)
    came(source, track(1), {"type": "identify", "userId": "u", "messageId": "i", "traits": {"name": "Åsa"}})
    drained(home)
    assert Account.objects.get().ref == "acme"
    assert Contact.objects.get().name == "Åsa"
    assert not Unmatched.objects.exists()


def test_a_person_is_known_by_address_or_by_its_domain(home, source):
    account = Account.objects.create(ref="1", name="Acme")
    contact = Contact.objects.create(ref="c1", account=account, email="ann@acme.fi")
    for who, email in (("u1", "Ann@acme.fi"), ("u2", "bob@acme.fi"), ("u3", "eve@gmail.com")):
        came(source, {"type": "identify", "userId": who, "messageId": who, "traits": {"email": email}})
    drained(home)
    people = {row.ref: (row.contact, row.account, row.rule) for row in ContactIdentity.objects.filter(source="web")}
    assert people == {"u1": (contact, None, "email"), "u2": (None, account, "email_domain")}
    assert Unmatched.objects.get().ref == "u3"


def test_an_alias_joins_a_person(home, source):
    came(source, track(1, userId=None, anonymousId="anon"), track(2))
    came(source, {"type": "alias", "userId": "u", "previousId": "anon", "messageId": "a"})
    drained(home)
    people = identities.known().people
    assert people[("web", "anon")].key == people[("web", "u")].key
    came(source, {"type": "alias", "userId": "anon", "previousId": "u", "messageId": "b"})  # a circle
    drained(home)
    assert identities.known().people[("web", "anon")].key == identities.known().people[("web", "u")].key


def test_the_source_knows_when_it_was_heard_and_how_much(home, source):
    came(source, track(1), track(1), track(2))
    drained(home)
    found = Source.objects.get(name="web")
    assert (found.signals, found.duplicates, found.first_at, found.last_at) == (2, 1, NOW, NOW)


def test_signals_older_than_their_kind_is_kept_are_let_go(home, source):
    old = (NOW - timedelta(days=60)).isoformat()
    came(
        source,
        track(1, timestamp=old),
        track(2),
        {"type": "identify", "userId": "u", "messageId": "i", "timestamp": old},
    )
    drained(home)
    merging.retain(home, {"usage": 30}, today=NOW.date(), now=NOW)
    assert rows(home, "select count(*) from signals_usage") == [(1,)]
    assert rows(home, "select count(*) from signals_contact") == [(1,)]
    assert merging.retain(home, {"usage": 30}, today=NOW.date(), now=NOW) == 0
