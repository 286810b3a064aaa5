"""The web application as granian loads it: events and health go a short way, all else to the pages."""

import os
import re
from collections.abc import Iterable
from secrets import token_hex
from typing import Any

from django.core.wsgi import get_wsgi_application

from loiste.plain.json_log import request_id, tell_all
from loiste.plain.parent import follow_parent

SOUND_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loiste.settings")
pages = get_wsgi_application()
follow_parent()
tell_all()

from loiste.api import health  # noqa: E402  (Django must be awake)
from loiste.api.events import events, wire_of  # noqa: E402


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """One request. Its id, the sender's own where it is a sound one, stands in every log line and in the answer."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    request_id.set(given if SOUND_ID.fullmatch(given) else token_hex(8))
    spoken = wire_of(environ)
    if spoken:
        return events(environ, start, *spoken)
    if environ.get("PATH_INFO", "").startswith("/-/"):
        return health.application(environ, start)
    answer: Iterable[bytes] = pages(environ, with_id(start))
    return answer


def with_id(start: Any) -> Any:
    def begin(status: str, heads: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*heads, ("X-Request-Id", request_id.get())], *more)

    return begin
