"""How often a key may ask: a bucket that fills steadily. Each web process counts for itself."""

from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from loiste.api.v1.problems import Wrong

_lock = Lock()
_buckets: dict[str, tuple[float, float]] = {}  # key -> (requests left, when)
MOST_KEYS = 10_000


def spend(request: HttpRequest, key: str, count: int = 1) -> None:
    """Takes `count` requests from the key's bucket; 429 when it holds fewer. The answer's head tells what is left."""
    limit = settings.API_RATE  # a minute
    with _lock:
        if len(_buckets) > MOST_KEYS:
            _buckets.clear()
        now = monotonic()
        left, then = _buckets.get(key, (float(limit), now))
        left = min(float(limit), left + (now - then) * limit / 60)
        empty = left < count
        rest = left if empty else left - count
        _buckets[key] = (rest, now)
    wait = max(1, round((count - left) * 60 / limit + 0.5)) if empty else 0
    told: Any = request
    told.rate = {"RateLimit-Limit": str(limit), "RateLimit-Remaining": str(int(rest)),
                 "RateLimit-Reset": str(wait or 1)}  # fmt: skip
    if empty:
        detail = _("More than %(limit)s requests a minute; ask again in %(wait)s s.") % {"limit": limit, "wait": wait}
        raise Wrong(429, "too_many", detail, headers={"Retry-After": str(wait)})
