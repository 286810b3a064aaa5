"""Whether this installation is alive and ready, and its figures for a watcher: /-/live, /-/ready, /-/stats."""

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error

from loiste.api.events import answer, key_of
from loiste.organisation.store import refresh, unreachable
from loiste.sources.inbox import keys, state

log = logging.getLogger("loiste.health")
WAIT = 10  # seconds after which to ask again
AWAY = b'{"code":"no_database","message":"The database does not answer. Try again in a moment."}'


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answers in JSON, the figures in the text form of Prometheus."""
    path = environ["PATH_INFO"].rstrip("/")
    if path == "/-/live":
        return answer(start, 200, b'{"live":true}')
    if path == "/-/ready":
        return ready(start)
    if path == "/-/stats":
        return stats(environ, start)
    return answer(start, 404, b'{"code":"not_found","message":"There is nothing here."}')


def ready(start: Any) -> Iterable[bytes]:
    """200 when events and pages can be served; 503 with what is amiss otherwise."""
    refresh()
    try:
        found = state.ready(Path(settings.HOME), datetime.now(UTC))
    except Error as error:
        log.error("the database does not answer: %s", unreachable(error) or error)
        found = {"ready": False, "database": False}
    return answer(start, 200 if found["ready"] else 503, json.dumps(found).encode(), None if found["ready"] else WAIT)


def stats(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """503 where the database does not answer."""
    refresh()
    try:
        return figures(environ, start)
    except Error as error:
        log.error("the database does not answer: %s", unreachable(error) or error)
        return answer(start, 503, AWAY, WAIT)


def figures(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    holder = keys.holder(key_of(environ) or "")
    if holder is None or "stats" not in holder.scopes:
        message = "Send a key of scope stats; loiste key add NAME --scope stats makes one."
        return answer(start, 401, json.dumps({"code": "wrong_key", "message": message}).encode())
    text = state.as_prometheus(state.figures(Path(settings.HOME), datetime.now(UTC)))
    return answer(start, 200, text.encode(), content_type="text/plain; version=0.0.4; charset=utf-8")
