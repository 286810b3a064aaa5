"""Draining the inbox: deliveries become signals, each event once, and go. One process at a time holds the job."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction
from django.db.models.functions import Length

from loiste.accounts.suppression import hold, suppressed
from loiste.sources.inbox import columns, drained, meeting
from loiste.sources.inbox.drained import Read
from loiste.sources.inbox.masked import mask_read
from loiste.sources.models import Delivery, RefusedEvent, Source
from loiste.timeline import engine, live
from loiste.timeline.models import Block
from loiste.timeline.received import Halves, Received

log = logging.getLogger("loiste.drain")
AT_ONCE = 24 * 1024 * 1024  # bytes of deliveries that are read together
MOST = 2_000  # deliveries that are read together
MEMORY = "512MB"
DAYS = 30  # for which a sender's id is remembered


class Overtaken(Exception):
    """Another process has drained the same deliveries; what this one did is undone."""


@dataclass(frozen=True)
class Round:
    """What one round did: deliveries taken, events that became signals, known already, refused; signals written."""

    deliveries: int
    accepted: int
    duplicate: int
    refused: int
    signals: int


class Drain:
    """Keeps between rounds what is dear to find again: the engine and the ids received lately."""

    def __init__(self, home: Path, zone: ZoneInfo) -> None:
        self.home, self.zone = home, zone
        self.connection = engine.connect(home, memory=MEMORY)
        self.received: Received | None = None

    def close(self) -> None:
        self.connection.close()

    def known(self, now: datetime) -> Received:
        """The ids received in the last days; made anew once a day, so that old ones are forgotten."""
        since = (now - timedelta(days=DAYS)).astimezone(UTC).replace(tzinfo=None, hour=0, minute=0, second=0)
        since = since.replace(microsecond=0)
        if self.received is None or self.received.since != since:
            self.received = Received(since)
        self.received.catch_up(self.home, self.connection)
        return self.received

    def round(self, now: datetime) -> Round | None:
        """Drains some deliveries, the oldest first; None when there are none. `now` is aware."""
        with uncollected():
            return self.brought(now)

    def brought(self, now: datetime) -> Round | None:
        hidden, taken = suppressed(), list(next_deliveries())
        if not taken:
            return None
        sources = {source.pk: source for source in Source.objects.filter(pk__in={one.source_id for one in taken})}
        found = drained.read(taken, sources)
        if hidden:
            mask_read(found, hidden)
        received = self.known(now)
        ids = live.ids_of(self.connection, found.sources, found.keys)
        new = received.new(ids)
        drained.keep(found, new)
        blocks = self.write(found, ids, now)
        try:
            with transaction.atomic():
                hold(hidden)
                finish(taken, found, new, blocks, {source.name: source for source in sources.values()}, now)
        except Exception:
            self.received = None  # what was added here may not have been listed
            raise
        received.add(ids[new], [block.pk for block in blocks])
        accepted, signals = int(new.sum()), sum(block.rows for block in blocks)
        return Round(len(taken), accepted, len(found.keys) - accepted, len(found.refused), signals)

    def write(self, found: Read, ids: Halves, now: datetime) -> list[Block]:
        if not found.facts["event"]:
            return []
        return live.write(self.home, self.connection, columns.table(found, ids, self.zone), now)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for circles among the many small objects of a round, which has none and ends soon."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def next_deliveries() -> Iterator[Delivery]:
    """The oldest deliveries, as many as are read together, at least one."""
    size = last = 0
    # Measured first: a server would make all of the most ready at once, however much that is.
    for last, length in Delivery.objects.order_by("id").values_list("id", Length("body"))[:MOST]:  # noqa: B007
        size += length
        if size > AT_ONCE:
            break
    yield from Delivery.objects.filter(pk__lte=last).order_by("id").iterator(chunk_size=50)


def finish(
    taken: list[Delivery], found: Read, new: npt.NDArray[np.bool_], blocks: list[Block],
    sources: dict[str, Source], now: datetime,
) -> None:  # fmt: skip
    """Lists the blocks and lets the deliveries go, in the transaction of the caller. Overtaken when some were gone."""
    Block.objects.bulk_create(blocks)
    RefusedEvent.objects.bulk_create(found.refused, batch_size=500)
    count(found, new, sources)
    meeting.meet(found, sources, now)
    with light_delete():
        gone, _each = Delivery.objects.filter(pk__in=[one.pk for one in taken]).delete()
    if gone != len(taken):
        raise Overtaken(f"{len(taken)} deliveries were read, {gone} were there to be deleted")


@contextmanager
def light_delete() -> Iterator[None]:
    """Lets SQLite leave what was deleted in pages that the next deliveries overwrite, not write it over with zeros now:
    a fifth of the time of a round. What is deleted to be forgotten is deleted outside of this."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA secure_delete").fetchone()[0]
        cursor.execute("PRAGMA secure_delete = FAST")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA secure_delete = {int(before)}")


def count(found: Read, new: npt.NDArray[np.bool_], sources: dict[str, Source]) -> None:
    """Keeps what the page of sources shows."""
    last = {came.source: came.received for came, _events in found.came}
    names = np.array(found.sources)
    of_facts = names[np.array(found.facts["event"], dtype=np.intp)]
    for name, source in sources.items():
        if name in last:
            source.last_at = last[name].replace(tzinfo=UTC)
            source.first_at = source.first_at or source.last_at
        source.signals += int((of_facts == name).sum())
        source.duplicates += int(((names == name) & ~new).sum())
        source.save(update_fields=["first_at", "last_at", "signals", "duplicates"])
