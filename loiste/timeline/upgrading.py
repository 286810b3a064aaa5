"""Blocks of an older form, rewritten one at a time. They can be read as they are; one form reads faster."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from loiste.timeline import blocks, merging
from loiste.timeline.models import SCHEMA_VERSION


def upgrade(home: Path, now: datetime, *, tell: Callable[[int, int], None]) -> int:
    """Rewrites every block whose form is older than that of this release; returns how many there were.

    `now` is UTC; `tell` hears how many of how many are done.

    Each is written anew on disk and takes the old one's place in one transaction, so that the work can be stopped
    at any point and given again; whoever reads the old one may go on for a day.
    """
    old = list(blocks.current().filter(schema__lt=SCHEMA_VERSION).order_by("id"))
    done = 0
    for number, block in enumerate(old, start=1):
        done += merging.rewrite(home, [block], now, where="true")
        tell(number, len(old))
    return done
