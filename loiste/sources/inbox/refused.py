"""Events that could not be used: tried again once more is understood, or discarded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.sources.inbox.wires import wires
from loiste.sources.models import Delivery, RefusedEvent

CHUNK = 500
AT_ONCE = 20_000  # events that are seen to in one go


@dataclass(frozen=True)
class Choice:
    """Which refused events: one by its id, or all of a source, code and unknown type; empty = any."""

    source: str = ""
    code: str = ""
    kind: str = ""
    event: int | None = None

    def rows(self) -> QuerySet[RefusedEvent]:
        found = RefusedEvent.objects.order_by("id")
        if self.event is not None:
            return found.filter(pk=self.event)
        asked = {"source__name": self.source, "code": self.code, "kind": self.kind}
        return found.filter(**{name: value for name, value in asked.items() if value})

    def words(self) -> dict[str, str]:
        return {"source": self.source, "code": self.code, "kind": self.kind, "event": str(self.event or "")}


@dataclass(frozen=True)
class Outcome:
    """Events that went, those that stayed because they can never be read, and whether more of them are left."""

    done: int
    stayed: int = 0
    more: bool = False


def groups() -> list[dict[str, Any]]:
    """How many there are of each source, code and unknown type, the commonest first."""
    counted = RefusedEvent.objects.values("source__name", "code", "kind").annotate(events=Count("id"), last=Max("id"))
    return [dict(row) for row in counted.order_by("-events", "source__name", "code", "kind")]


def try_again(choice: Choice, *, by: Actor, now: datetime) -> Outcome:
    """Puts the events back into the inbox as they came, with the time at which they did.

    One that is no JSON stays: nothing could ever be made of it.
    """
    check(by, Right.IMPORT)
    done = stayed = 0
    for seen in chunks(choice):
        with transaction.atomic():
            # Once more, now that it is our turn: somebody else may have put some back meanwhile.
            rows = list(RefusedEvent.objects.filter(pk__in=[row.pk for row in seen]).order_by("id"))
            sound = [row for row in rows if is_json(bytes(row.body))]
            stayed += len(rows) - len(sound)
            Delivery.objects.bulk_create(deliveries(sound))
            gone, _each = RefusedEvent.objects.filter(pk__in=[row.pk for row in sound]).delete()
            done += gone
    left = choice.rows().count() > stayed
    return noted("refused.try_again", choice, Outcome(done, stayed, left), by, now)


def discard(choice: Choice, *, by: Actor, now: datetime) -> Outcome:
    """Deletes the events for good."""
    check(by, Right.IMPORT)
    done = 0
    for rows in chunks(choice):
        gone, _each = RefusedEvent.objects.filter(pk__in=[row.pk for row in rows]).delete()
        done += gone
    return noted("refused.discard", choice, Outcome(done, more=choice.rows().exists()), by, now)


def noted(action: str, choice: Choice, outcome: Outcome, by: Actor, now: datetime) -> Outcome:
    if not outcome.done and not outcome.stayed:
        raise ValidationError(_("There are no such events any more."))
    after = choice.words() | {"done": outcome.done, "stayed": outcome.stayed}
    audit.write(by, action, "refused events", now, after=after)
    return outcome


def chunks(choice: Choice) -> Iterator[list[RefusedEvent]]:
    """The oldest first, AT_ONCE of them at most."""
    last = taken = 0
    while taken < AT_ONCE and (rows := list(choice.rows().filter(pk__gt=last)[:CHUNK])):
        yield rows
        last, taken = rows[-1].pk, taken + len(rows)


def deliveries(rows: list[RefusedEvent]) -> Iterator[Delivery]:
    """Events that came together go together, as far as a batch may hold them."""
    for (source, name, received_at, sent_at, type_), together in groupby(rows, delivery_of):
        wire = wires()[name]
        for bodies in batches([bytes(row.body) for row in together], wire.batch_limit // 2):
            yield Delivery(
                source_id=source, wire=name, events=len(bodies), received_at=received_at,
                body=wire.batch_of(bodies, sent_at, type_),
            )  # fmt: skip


def delivery_of(row: RefusedEvent) -> tuple[int, str, datetime, str, str]:
    return row.source_id, row.wire, row.received_at, row.sent_at, row.type


def batches(bodies: list[bytes], limit: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for body in bodies:
        if batch and sum(map(len, batch)) + len(body) > limit:
            yield batch
            batch = []
        batch.append(body)
    if batch:
        yield batch


def is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=dict)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return True
