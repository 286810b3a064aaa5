"""The web application as granian loads it: events and health go a short way, all else to the pages."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from loiste.plain.parent import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loiste.settings")
pages = get_wsgi_application()
follow_parent()

from loiste.api import health  # noqa: E402  (Django must be awake)
from loiste.api.events import events, wire_of  # noqa: E402


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    spoken = wire_of(environ)
    if spoken:
        return events(environ, start, *spoken)
    if environ.get("PATH_INFO", "").startswith("/-/"):
        return health.application(environ, start)
    answer: Iterable[bytes] = pages(environ, start)
    return answer
