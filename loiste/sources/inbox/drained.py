"""Deliveries read: events as facts in columns, and the events that could not be used."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import compress
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from loiste.plain.json_outer import NotJson
from loiste.sources.inbox.clocks import moments, placed
from loiste.sources.inbox.facts import BadEvent, Event, Fact, Reading, clock
from loiste.sources.inbox.many import Many
from loiste.sources.inbox.wire import Outer, Wire
from loiste.sources.inbox.wires import wires
from loiste.sources.models import Delivery, RefusedEvent, Source
from loiste.timeline.live import GIVEN, days

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
    """Events in the order in which they came: source, key and time of receipt of each; their facts, column by column;
    what they told of references; and the events refused."""

    sources: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    at: list[datetime | None] = field(default_factory=list)  # by the sender's clock
    sent: list[datetime | None] = field(default_factory=list)  # the sender's clock when the delivery left
    received: list[datetime] = field(default_factory=list)
    facts: dict[str, list[Any]] = field(default_factory=columns)
    told: list[tuple[int, Event]] = field(default_factory=list)  # events that tell something
    refused: list[RefusedEvent] = field(default_factory=list)

    def begin(self, came: Came, keys: list[str], at: list[datetime | None]) -> int:
        """Room for events; the number of the first."""
        first = len(self.keys)
        self.keys += keys
        self.at += at
        self.sources += [came.source] * len(keys)
        self.sent += [came.sent] * len(keys)
        self.received += [came.received] * len(keys)
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
    wire, body = wires()[delivery.wire], bytes(delivery.body)
    try:
        outer = wire.apart(body)
    except NotJson:  # was checked on acceptance; kept and listed all the same
        found.refused.append(refused(delivery, body, BadEvent("malformed"), None, None))
        return
    received = delivery.received_at.astimezone(UTC).replace(tzinfo=None)
    came = Came(source.name, received, clock(outer.sent_at), outer.sent_at)
    reading = Reading(outer.type_, source.settings)
    many = plain_ones(wire, body, outer, reading)
    if many is not None:
        found.add_many(found.begin(came, many.keys, many.at), many)
    done = set(many.numbers) if many else set()
    for number, raw in enumerate(outer.events):
        if number not in done:
            read_event(delivery, came, found, wire, number, bytes(raw), reading)


def plain_ones(wire: Wire, body: bytes, outer: Outer, reading: Reading) -> Many | None:
    """The events that can be read at once; None when one is too large, or the wire knows no such way."""
    small = len(body) <= wire.event_limit or all(memoryview(raw).nbytes <= wire.event_limit for raw in outer.events)
    return wire.read_many(body, reading) if wire.read_many and small else None


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
        sent_at=(sent_at or "")[:60], type=(type_ or "")[:60],
    )  # fmt: skip


def keep(found: Read, fresh: npt.NDArray[np.bool_]) -> None:
    """Leaves only the facts of fresh events."""
    if fresh.all():
        return
    stays = fresh[np.array(found.facts["event"], dtype=np.int64)]
    for name, column in found.facts.items():
        found.facts[name] = list(compress(column, stays))
    found.told = [(number, event) for number, event in found.told if fresh[number]]


def table(found: Read, zone: ZoneInfo) -> pa.Table:
    """The facts as columns (GIVEN); `day` is the organisation's."""
    numbers = np.array(found.facts["event"], dtype=np.int64)
    received = moments(found.received)
    happened, wrong = placed(moments(found.at), moments(found.sent), received)
    on = days(happened[numbers], zone)
    made = {
        "key": pa.array(found.keys, pa.string()).take(pa.array(numbers)),
        "source": pa.array(found.sources, pa.string()).take(pa.array(numbers)),
        "received_at": received[numbers],
        "position": numbers,
        "occurred_at": happened[numbers],
        "said_at": wrong[numbers],
        "day": on,
        "valid_from": np.where(np.array(found.facts["held"], dtype=bool), on, np.datetime64("NaT")),
    }
    size = len(numbers)
    arrays = []
    for name, kind in zip(GIVEN.names, GIVEN.types, strict=True):
        column = made.get(name, found.facts.get(name))
        arrays.append(pa.nulls(size, kind) if column is None else pa.array(column, kind))
    return pa.table(arrays, schema=GIVEN)
