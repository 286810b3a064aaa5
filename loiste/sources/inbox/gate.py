"""Whether there is room for more: the inbox not too deep, the disk not nearly full."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from loiste.sources.inbox.refusal import Refusal
from loiste.sources.models import Delivery

KEPT = 0.25  # seconds between two looks
MEGA = 1024 * 1024
LEAST_FREE = 512 * MEGA  # or a twentieth of the disk, if that is less
WAIT, WAIT_FOR_ROOM = 10, 60  # seconds after which a sender may try again


@dataclass
class Look:
    at: float = -1.0
    full: bool = False
    deep: bool = False


_lock = Lock()
_last = Look()


def check(home: Path, *, incoming: int = 0) -> None:
    """Refusal 503 when `incoming` more bytes should not be taken now."""
    with _lock:
        if monotonic() - _last.at > KEPT:
            _last.full, _last.deep, _last.at = free(home) < least_free(home), depth() >= limit(), monotonic()
    if _last.full or (incoming > MEGA and free(home) - 2 * incoming < least_free(home)):
        raise Refusal(503, "disk_full", full(), WAIT_FOR_ROOM)
    if _last.deep:
        text = _("More has arrived than could be brought to the timeline yet. Try again in a moment.")
        raise Refusal(503, "inbox_full", text, WAIT)


def full() -> str:
    return _("The disk is nearly full. Nothing was lost; try again when there is room.")


def free(home: Path) -> int:
    return shutil.disk_usage(home).free


def least_free(home: Path) -> int:
    stated: int = getattr(settings, "LEAST_FREE", 0)
    return stated or min(LEAST_FREE, shutil.disk_usage(home).total // 20)


def depth() -> int:
    """Deliveries that wait, about: they are taken in order, so the ends of the line tell its length."""
    ends = Delivery.objects.aggregate(first=Min("id"), last=Max("id"))
    return 0 if ends["first"] is None else ends["last"] - ends["first"] + 1


def limit() -> int:
    stated: int = getattr(settings, "INBOX_LIMIT", 0)
    return stated
