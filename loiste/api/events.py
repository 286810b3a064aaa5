"""Events over HTTP, as a small WSGI application beside the pages: no session, no templates, nothing but the inbox."""

import base64
import binascii
import json
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from loiste.organisation.headers import NOTHING, guards
from loiste.organisation.store import refresh, unreachable
from loiste.plain.room import out_of_room
from loiste.sources.inbox import body as bodies
from loiste.sources.inbox import gate
from loiste.sources.inbox.accept import accept
from loiste.sources.inbox.refusal import Refusal
from loiste.sources.inbox.wire import Wire
from loiste.sources.inbox.wires import paths

log = logging.getLogger("loiste.events")
Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]
REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    413: "Content Too Large", 415: "Unsupported Media Type", 500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip
AWAY = b'{"success":false,"code":"not_stored","message":"The database does not answer. Try again in a moment."}'
TAKEN = b'{"success":true,"status":"Ok"}'


def wire_of(environ: Environ) -> tuple[Wire, str] | None:
    """The wire that is spoken at this address, if there is one."""
    path = environ.get("PATH_INFO", "")
    return paths().get(path.rstrip("/") or path)


def events(environ: Environ, start: Start, wire: Wire, type_: str) -> Iterable[bytes]:
    """Answers one request: 200 when all of it is stored for good, else a reason in JSON."""
    refresh()
    try:
        take(environ, wire, type_)
        return answer(start, 200, TAKEN)
    except Refusal as refusal:
        content = {"success": False, "code": refusal.code, "message": refusal.message}
        return answer(start, refusal.status, json.dumps(content).encode(), refusal.retry_after)
    except Exception as error:  # the sender keeps what was not acknowledged, and sends it again
        if out_of_room(error, settings.HOME):
            log.exception("a delivery failed")
            content = {"success": False, "code": "disk_full", "message": gate.full()}
            return answer(start, 503, json.dumps(content).encode(), gate.WAIT_FOR_ROOM)
        if why := unreachable(error):
            log.error("the database does not answer: %s", why)
            return answer(start, 503, AWAY, gate.WAIT)
        log.exception("a delivery failed")
        content = {"success": False, "code": "failed", "message": "The delivery failed here. Try again."}
        return answer(start, 500, json.dumps(content).encode(), 10)


def take(environ: Environ, wire: Wire, type_: str) -> None:
    if environ["REQUEST_METHOD"] != "POST":
        raise Refusal(405, "post_only", "Send events with POST.")
    length = environ.get("CONTENT_LENGTH") or ""
    size = int(length) if length.isdigit() else None
    content = bodies.read(environ["wsgi.input"], length=size, limit=wire.batch_limit)
    content = bodies.unzipped(content, environ.get("HTTP_CONTENT_ENCODING", ""), limit=wire.batch_limit)
    accept(settings.HOME, wire, type_, content, key=key_of(environ), now=datetime.now(UTC))


def key_of(environ: Environ) -> str | None:
    """The key from the Authorization head: the user name of Basic, or a Bearer token."""
    scheme, _space, rest = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[0] or None
    except (binascii.Error, UnicodeDecodeError):
        return None


def answer(
    start: Start, status: int, content: bytes, retry_after: int | None = None, content_type: str = "application/json"
) -> list[bytes]:
    heads = [("Content-Type", content_type), ("Content-Length", str(len(content)))]
    heads += [("Retry-After", str(retry_after))] if retry_after else []
    heads += [("Cache-Control", "no-store"), *guards(settings.LOISTE_URL, NOTHING).items()]
    start(f"{status} {REASONS[status]}", heads)
    return [content]
