"""Deliveries read: events as facts in columns, and the events that could not be used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from loiste.plain.json_outer import NotJson
from loiste.sources.inbox.facts import BadEvent, Event, Fact, Reading, clock
from loiste.sources.inbox.wires import wires
from loiste.sources.models import Delivery, RefusedEvent, Source
from loiste.timeline.live import GIVEN, days


@dataclass
class Read:
    """Events in the order in which they came, with their source, key and time of receipt; and those refused."""

    sources: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    received: list[datetime] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    refused: list[RefusedEvent] = field(default_factory=list)


def read(deliveries: Iterable[Delivery], sources: dict[int, Source]) -> Read:
    found = Read()
    for delivery in deliveries:
        read_one(delivery, sources[delivery.source_id], found)
    return found


def read_one(delivery: Delivery, source: Source, found: Read) -> None:
    wire = wires()[delivery.wire]
    received = delivery.received_at.astimezone(UTC).replace(tzinfo=None)
    try:
        outer = wire.apart(bytes(delivery.body))
    except NotJson:  # was checked on acceptance; kept and listed all the same
        found.refused.append(refused(delivery, bytes(delivery.body), BadEvent("malformed")))
        return
    reading = Reading(received, clock(outer.sent_at), outer.type_, source.settings)
    for number, raw in enumerate(outer.events):
        try:
            if len(raw) > wire.event_limit:
                raise BadEvent("too_large", str(len(raw)))
            event = wire.read(raw, reading)
        except BadEvent as bad:
            found.refused.append(refused(delivery, raw, bad))
            continue
        found.sources.append(source.name)
        found.keys.append(event.key or f"delivery-{delivery.pk}-{number}")
        found.received.append(received)
        found.events.append(event)


def refused(delivery: Delivery, raw: bytes, bad: BadEvent) -> RefusedEvent:
    return RefusedEvent(
        source_id=delivery.source_id, wire=delivery.wire, received_at=delivery.received_at, code=bad.code,
        detail=bad.detail, waits=bool(bad.kind), kind=bad.kind, body=raw,
    )  # fmt: skip


def rows(found: Read, wanted: Iterable[int]) -> Iterator[tuple[int, int, Fact]]:
    """(event, part, fact) of the wanted events."""
    for number in wanted:
        for part, fact in enumerate(found.events[number].facts):
            yield number, part, fact


def table(found: Read, wanted: list[int], zone: ZoneInfo) -> pa.Table:
    """The facts of the wanted events as columns (GIVEN); `day` is the organisation's."""
    numbers, parts, facts = zip(*rows(found, wanted), strict=True)
    columns: dict[str, Any] = dict(zip(Fact._fields, zip(*facts, strict=True), strict=True))
    moments = np.array([found.events[number].occurred_at for number in numbers], dtype="datetime64[us]")
    on = days(moments, zone)
    held = np.array(columns.pop("held"))
    columns |= {
        "key": [found.keys[number] for number in numbers],
        "part": parts,
        "source": [found.sources[number] for number in numbers],
        "received_at": [found.received[number] for number in numbers],
        "position": numbers,
        "occurred_at": moments,
        "said_at": [found.events[number].said_at for number in numbers],
        "day": on,
        "valid_from": np.where(held, on, np.datetime64("NaT")),
    }
    arrays = []
    for name, kind in zip(GIVEN.names, GIVEN.types, strict=True):
        arrays.append(pa.array(columns[name], kind) if name in columns else pa.nulls(len(facts), kind))
    return pa.table(arrays, schema=GIVEN)

