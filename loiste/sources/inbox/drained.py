"""Deliveries read: events as facts in columns, and the events that could not be used."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from loiste.plain.json_outer import NotJson
from loiste.sources.inbox.facts import BadEvent, Event, Fact, Reading, clock, storable
from loiste.sources.inbox.many import Many
from loiste.sources.inbox.wire import Wire
from loiste.sources.inbox.wires import wires
from loiste.sources.models import Delivery, RefusedEvent, Source

FACT = ("event", "part", *Fact._fields)  # columns with a row for each fact


def columns() -> dict[str, list[Any]]:
    return {name: [] for name in FACT}


class Came(NamedTuple):
    """Of a delivery: the name of its source, and the times; `sent` is the sender's clock when it left, if it said.

    `sent_text`: the same as it was written.
    """

    source: str
    received: datetime
    sent: datetime | None
    sent_text: str | None


@dataclass
class Read:
    """Events in the order in which they came: source, key and time of each; the deliveries that they came in, and how
    many in each; their facts, column by column; what they told of references; and the events refused."""

    sources: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    at: list[datetime | None] = field(default_factory=list)  # by the sender's clock
    came: list[tuple[Came, int]] = field(default_factory=list)
    facts: dict[str, list[Any]] = field(default_factory=columns)
    told: list[tuple[int, Event]] = field(default_factory=list)  # events that tell something
    refused: list[RefusedEvent] = field(default_factory=list)

    def begin(self, came: Came, keys: list[str], at: list[datetime | None]) -> int:
        """Room for events; the number of the first."""
        first = len(self.keys)
        self.keys += keys
        self.at += at
        self.sources += [came.source] * len(keys)
        self.came.append((came, len(keys)))
        return first

    def add(self, number: int, event: Event) -> None:
        for part, fact in enumerate(event.facts):
            for column, value in zip(self.facts.values(), (number, part, *fact), strict=True):
                column.append(value)
        if event.told:
            self.told.append((number, event))

    def add_many(self, first: int, many: Many) -> None:
        size, facts = len(many.keys), self.facts
        same = {"part": 0, "kind": "usage", "ref": None, "text": None, "held": False}
        own = {
            "event": range(first, first + size), "name": many.names, "account_ref": many.accounts,
            "contact_ref": many.contacts, "channel": many.channel, "category": many.category, "value": many.values,
            "properties": many.properties,
        }  # fmt: skip
        for name, column in facts.items():
            column.extend(own[name] if name in own else [same[name]] * size)


def read(deliveries: Iterable[Delivery], sources: dict[int, Source]) -> Read:
    found = Read()
    for delivery in deliveries:
        read_one(delivery, sources[delivery.source_id], found)
    return found


def read_one(delivery: Delivery, source: Source, found: Read) -> None:
    """All at once where every event is plain, else the plain ones at once and the others one by one."""
    wire, body = wires()[delivery.wire], bytes(delivery.body)
    many = wire.read_many(body, Reading(settings=source.settings)) if wire.read_many else None
    if many is not None and many.whole:
        add_many(found, place(delivery, source, many.sent_at), many)
        return
    try:
        outer = wire.apart(body)
    except NotJson:  # was checked on acceptance; kept and listed all the same
        found.refused.append(refused(delivery, body, BadEvent("malformed"), None, None))
        return
    came, reading, done = place(delivery, source, outer.sent_at), Reading(outer.type_, source.settings), set()
    if many is not None and all(memoryview(raw).nbytes <= wire.event_limit for raw in outer.events):
        add_many(found, came, many)
        done = {*many.numbers}
    for number, raw in enumerate(outer.events):
        if number not in done:
            read_event(delivery, came, found, wire, number, bytes(raw), reading)


def place(delivery: Delivery, source: Source, sent_at: str | None) -> Came:
    return Came(source.name, delivery.received_at.astimezone(UTC).replace(tzinfo=None), clock(sent_at), sent_at)


def add_many(found: Read, came: Came, many: Many) -> None:
    found.add_many(found.begin(came, many.keys, many.at), many)


def read_event(
    delivery: Delivery, came: Came, found: Read, wire: Wire, number: int, raw: bytes, reading: Reading
) -> None:
    """One event with care, or its refusal."""
    try:
        if len(raw) > wire.event_limit:
            raise BadEvent("too_large", str(len(raw)))
        event = wire.read(raw, reading)
    except BadEvent as bad:
        found.refused.append(refused(delivery, raw, bad, came.sent_text, reading.type_))
        return
    key = event.key or f"delivery-{delivery.pk}-{number}"
    found.add(found.begin(came, [key], [event.at]), event)


def refused(
    delivery: Delivery, raw: bytes, bad: BadEvent, sent_at: str | None, type_: str | None
) -> RefusedEvent:
    return RefusedEvent(
        source_id=delivery.source_id, wire=delivery.wire, received_at=delivery.received_at, code=bad.code,
        detail=bad.detail, waits=bool(bad.kind), kind=bad.kind, body=raw,
        sent_at=storable(sent_at or "", 60), type=storable(type_ or "", 60),
    )  # fmt: skip


def keep(found: Read, fresh: npt.NDArray[np.bool_]) -> None:
    """Leaves only the facts of fresh events."""
    if fresh.all():
        return
    stays = fresh[np.array(found.facts["event"], dtype=np.int64)]
    for name, column in found.facts.items():
        found.facts[name] = list(compress(column, stays))
    found.told = [(number, event) for number, event in found.told if fresh[number]]
