"""Segment's wire: https://segment.com/docs/connections/spec/ (track, identify, group, page, screen, alias)."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from loiste.sources.inbox import values
from loiste.sources.inbox.facts import BadEvent, Event, Fact, Reading
from loiste.sources.inbox.many import Many, first_number, largest, shown, values_of
from loiste.sources.inbox.values import NOTHING
from loiste.sources.inbox.wire import Wire

EVENT_LIMIT = 32 * 1024
TYPES = ("track", "identify", "group", "page", "screen", "alias")
OUTCOMES = ("value", "revenue", "total")
outcomes = attrgetter(*OUTCOMES)


class Context(msgspec.Struct, gc=False):
    groupId: Any = None  # noqa: N815  (the names of the wire)
    traits: msgspec.Raw = NOTHING


class Numbers(msgspec.Struct, gc=False):
    """Of the properties, those that count."""

    value: Any = None
    revenue: Any = None
    total: Any = None
    title: Any = None
    path: Any = None


class Written(msgspec.Struct, gc=False):
    type: str | None = None
    messageId: Any = None  # noqa: N815
    userId: Any = None  # noqa: N815
    anonymousId: Any = None  # noqa: N815
    groupId: Any = None  # noqa: N815
    previousId: Any = None  # noqa: N815
    event: Any = None
    name: Any = None
    timestamp: datetime | None = None
    context: Context | None = None
    properties: msgspec.Raw = NOTHING
    traits: msgspec.Raw = NOTHING

    @property
    def who(self) -> str | None:
        return values.ref(self.userId, "userId") or values.ref(self.anonymousId, "anonymousId")

    @property
    def group(self) -> str | None:
        """The account that the event is about, where it says so."""
        inside = self.context.groupId if self.context else None
        return values.ref(self.groupId, "groupId") or values.ref(inside, "context.groupId")


decode = msgspec.json.Decoder(Written).decode
numbers = msgspec.json.Decoder(Numbers).decode
many_numbers = msgspec.json.Decoder(list[Numbers]).decode


def read(raw: bytes, reading: Reading) -> Event:
    try:
        written = decode(raw)
    except msgspec.ValidationError as error:
        raise BadEvent("bad_field", values.field_of(error)) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadEvent("malformed", str(error)) from error
    type_ = written.type or reading.type_ or ""
    if type_ not in READERS:
        raise BadEvent("unknown_type", type_, kind=type_)
    facts, told = READERS[type_](written, type_)
    return Event(values.ref(written.messageId, "messageId"), written.timestamp, facts, told)


Told = dict[tuple[str, str], dict[str, str]]


def used(written: Written, type_: str) -> tuple[tuple[Fact, ...], Told]:
    """track, page, screen: somebody used something."""
    who, group = written.who, written.group
    if who is None and group is None:
        raise BadEvent("nobody", "userId")
    said = counted(written.properties)
    name = values.text(written.event if type_ == "track" else written.name) or values.text(said.title)
    if name is None and type_ == "track":
        raise BadEvent("missing", "event")
    value = first_number(outcomes(said))
    fact = Fact(
        "usage", name=name or values.text(said.path) or type_, account_ref=group, contact_ref=who, category=type_,
        channel={"page": "web", "screen": "app"}.get(type_), value=value, properties=values.written(written.properties),
    )  # fmt: skip
    return (fact,), {}


def counted(raw: msgspec.Raw) -> Numbers:
    if not bytes(raw):
        return Numbers()
    try:
        return numbers(raw)
    except msgspec.ValidationError:  # null, or no object
        return Numbers()
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadEvent("bad_field", "properties") from error


def identified(written: Written, type_: str) -> tuple[tuple[Fact, ...], Told]:
    """Who a person is. A person with both ids was the anonymous one before."""
    who = written.who
    if who is None:
        raise BadEvent("nobody", "userId")
    traits = values.mapping(written.traits, "traits")
    facts = [values.contact(who, written.group, traits)]
    anonymous = values.ref(written.anonymousId, "anonymousId")
    if anonymous and anonymous != who:
        facts.append(Fact("alias", contact_ref=who, ref=anonymous))
    return tuple(facts), {("contact", who): values.told(traits)}


def grouped(written: Written, type_: str) -> tuple[tuple[Fact, ...], Told]:
    """To which account a person belongs, and what the account is."""
    who, group = written.who, written.group
    if group is None:
        raise BadEvent("missing", "groupId")
    traits = values.mapping(written.traits, "traits")
    facts = values.attributes(group, traits) + ((values.contact(who, group, {}),) if who else ())
    if not facts:
        raise BadEvent("says_nothing", "traits")
    return facts, {("account", group): values.told(traits)}


def renamed(written: Written, type_: str) -> tuple[tuple[Fact, ...], Told]:
    """Two references are one person."""
    who, previous = values.ref(written.userId, "userId"), values.ref(written.previousId, "previousId")
    if who is None or previous is None:
        raise BadEvent("missing", "userId" if who is None else "previousId")
    return (Fact("alias", contact_ref=who, ref=previous),), {}


class FastContext(msgspec.Struct, gc=False):
    groupId: str | None = None  # noqa: N815


class Fast(msgspec.Struct, gc=False):
    """An event as nearly all are. What does not fit is read with `Written`."""

    type: str = ""
    messageId: str = ""  # noqa: N815
    userId: str | None = None  # noqa: N815
    anonymousId: str | None = None  # noqa: N815
    groupId: str | None = None  # noqa: N815
    event: str = ""
    timestamp: datetime | None = None
    context: FastContext | None = None
    properties: msgspec.Raw = NOTHING


class FastBatch(msgspec.Struct, gc=False):
    batch: list[Fast]
    sentAt: str | None = None  # noqa: N815


decode_many = msgspec.json.Decoder(FastBatch).decode


def read_many(body: bytes, reading: Reading) -> Many | None:
    """The track events of a batch, column by column; None when something in it needs a closer look."""
    try:
        outer = decode_many(body)
        numbers = [number for number, one in enumerate(outer.batch) if one.type == "track" and one.messageId]
        if not numbers:
            return None
        whole = len(numbers) == len(outer.batch)
        events = outer.batch if whole else [outer.batch[number] for number in numbers]
        properties = [bytes(one.properties) for one in events]
        many = Many(
            numbers=numbers,
            sent_at=outer.sentAt,
            whole=whole and largest(body, properties) <= EVENT_LIMIT,
            keys=[one.messageId for one in events],
            names=[one.event for one in events],
            accounts=[one.groupId or (one.context.groupId if one.context else None) for one in events],
            contacts=[one.userId or one.anonymousId for one in events],
            category=["track"] * len(events),
            channel=[None] * len(events),
            values=values_of(properties, many_numbers, outcomes),
            properties=[*map(shown, properties)],
            at=[one.timestamp for one in events],
        )
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    return many if many.sound else None


READERS: dict[str, Callable[[Written, str], tuple[tuple[Fact, ...], Told]]] = {
    "track": used, "page": used, "screen": used, "identify": identified, "group": grouped, "alias": renamed,
}  # fmt: skip

WIRE = Wire(
    name="segment",
    paths={"/v1/batch": "", "/v1/import": "", **{f"/v1/{type_}": type_ for type_ in TYPES}},
    event_limit=EVENT_LIMIT,
    batch_limit=500 * 1024,
    key_name="writeKey",
    clock_name="sentAt",
    read=read,
    read_many=read_many,
)
