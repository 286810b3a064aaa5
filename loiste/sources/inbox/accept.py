"""Accepting a delivery: its key, size and outer form are checked, it is stored as it came, then it is acknowledged."""

from datetime import datetime
from pathlib import Path

from django.db import Error
from django.utils.translation import gettext as _

from loiste.plain.json_outer import NotJson
from loiste.sources.inbox import gate, keys
from loiste.sources.inbox.refusal import Refusal
from loiste.sources.inbox.store import store
from loiste.sources.inbox.wire import Outer, Wire


def accept(home: Path, wire: Wire, type_: str, body: bytes, *, key: str | None, now: datetime) -> int:
    """Stores the body and returns how many events it holds. `type_`: of the one event that it is, "" for a batch.

    `key`: from the request's head; else it stands in the body. Refusal says why nothing was taken.
    """
    source = allowed(key) if key is not None else None
    outer = apart(wire, type_, body)
    source = allowed(outer.key) if source is None else source
    if len(outer.events):
        gate.check(home, incoming=len(body))
        try:
            content = wire.batch_of(outer.events, outer.sent_at, type_) if type_ else body
            store(source, wire.name, len(outer.events), now, content)
        except Error as error:
            text = _("The event could not be stored just now. Try again.")
            raise Refusal(503, "not_stored", text, gate.WAIT) from error
    return len(outer.events)


def allowed(key: str | None) -> int:
    """The source that the key belongs to."""
    found = keys.holder(key) if key else None
    if found is None:
        raise Refusal(401, "wrong_key", _("The key is missing, unknown or revoked. Make one with loiste key add."))
    if "ingest" not in found.scopes or found.source is None:
        raise Refusal(403, "wrong_scope", _("This key is not for sending events. Make one with --scope ingest."))
    return found.source


def apart(wire: Wire, type_: str, body: bytes) -> Outer:
    try:
        return wire.apart(body, one=bool(type_))
    except NotJson as error:
        text = _("The body is not JSON of the form that is spoken here. Nothing of it was taken.")
        raise Refusal(400, "malformed_json", text) from error
