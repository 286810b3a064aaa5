"""The job that erases people who were asked to be erased, a short step at a time."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from loiste.jobs.lease import held
from loiste.organisation import config
from loiste.privacy.models import Erasure, State
from loiste.privacy.work import JOB, READERS, next_erasure, step
from loiste.timeline.lease import Hold
from loiste.timeline.models import Lease

log = logging.getLogger("loiste.jobs")
LOOK = 1.0  # seconds between looks whether there is one, and while one waits for readers


def erasures(home: Path, stop: threading.Event) -> None:
    """Goes on with what is under way, for as long as the lease is ours."""
    with held(JOB) as hold:
        while hold.mine and not stop.is_set():
            if not steps(home, hold, READERS):
                stop.wait(LOOK)


def steps(home: Path, hold: Hold, grace: timedelta) -> bool:
    """Takes steps of the oldest erasure for as long as there are some; whether it took any."""
    taken = False
    while hold.mine and (erasure := next_erasure()) is not None:
        now = datetime.now(UTC)
        if not step(home, erasure, day=config.load(home).today(now), now=now, grace=grace):
            break
        taken = True
        if erasure.state == State.DONE:
            log.info("person erased", extra={"erasure": erasure.public_id})
    return taken


def finish(home: Path, wait: threading.Event, told: Callable[[Erasure], None] = lambda _one: None) -> None:
    """Goes on until nobody is being erased, or tells how far whoever else is at it has come."""
    while (erasure := next_erasure()) is not None:
        with held(JOB) as hold:
            if hold.mine and steps(home, hold, READERS if served() else timedelta()):
                continue
        told(erasure)
        wait.wait(LOOK)


def served() -> bool:
    """Whether somebody may be reading: a worker runs beside."""
    return Lease.objects.filter(job="upkeep", until__gt=datetime.now(UTC)).exists()
