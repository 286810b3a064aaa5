"""Sends events of a program in this process: stored and drained as those over HTTP are."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count

from loiste.accounts.actors import COMMAND_LINE
from loiste.organisation.config import load
from loiste.sources.inbox.drain import Drain
from loiste.sources.inbox.keys import ensure_source
from loiste.sources.models import Delivery

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_turns = count()


def deliver(source, *events, wire="segment", at=NOW, **settings):
    """The delivery of these events, waiting in the inbox. Texts are sent as they are."""
    row = ensure_source(source, now=NOW, by=COMMAND_LINE)
    if settings:
        row.settings = row.settings | settings
        row.save()
    written = [event if isinstance(event, str) else json.dumps(event) for event in events]
    return Delivery.objects.create(
        source=row, wire=wire, events=len(written), received_at=at, body=f'{{"batch":[{",".join(written)}]}}'.encode()
    )


def drain(home, now=NOW):
    """Drains all that waits; how many events were taken in."""
    machine = Drain(home, load(home).zone)
    taken = 0
    while done := machine.round(now + timedelta(seconds=next(_turns))):
        taken += done.accepted
    machine.close()
    return taken


def send(home, source, *events, **more):
    deliver(source, *events, **more)
    return drain(home)


def track(who=None, group=None, name="Opened", day=20, **more):
    """A use of something in November 2026."""
    said = {"type": "track", "event": name, "timestamp": f"2026-11-{day:02d}T08:00:00Z", **more}
    if who:
        said["userId"] = who
    return said | ({"context": {"groupId": group}} if group else {})


def identify(who, group=None, **traits):
    said = {"type": "identify", "userId": who, "traits": traits, "timestamp": "2026-11-01T08:00:00Z"}
    return said | ({"context": {"groupId": group}} if group else {})


def group(ref, who=None, **traits):
    said = {"type": "group", "groupId": ref, "traits": traits, "timestamp": "2026-11-01T08:00:00Z"}
    return said | ({"userId": who} if who else {})
