"""Work that goes on beside the pages: ingest and fill, each held by one process at a time."""

import logging
import os
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from loiste.accounts.projection import project
from loiste.metrics import readings
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.timeline import blocks
from loiste.timeline.models import Lease

log = logging.getLogger("loiste.jobs")
HELD = timedelta(seconds=60)
PAUSE = 30  # seconds between rounds


def ingest(home: Path, organisation: Organisation, *, now: datetime) -> int:
    """Sweeps files that nothing lists, and refreshes account rows. Returns the number of files swept."""
    swept = blocks.sweep(home, now)
    project(home, as_of=organisation.today(now))
    return swept


def hold(job: str, holder: str, now: datetime) -> bool:
    """Takes or renews the lease of a job; False while another holder has it."""
    with transaction.atomic():
        lease = Lease.objects.filter(job=job).first()
        if lease is not None and lease.holder != holder and lease.until > now:
            return False
        Lease.objects.update_or_create(job=job, defaults={"holder": holder, "until": now + HELD})
        return True


def work(home: Path) -> None:
    """Rounds for ever: ingest when blocks have changed or a day has passed, then fill. Ends by a signal."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    done: object = None
    while True:
        now = datetime.now(UTC)
        if hold("upkeep", holder, now):
            done = round_of_work(home, now, done)
        time.sleep(PAUSE)


def round_of_work(home: Path, now: datetime, done: object) -> object:
    """One round; returns what it was done for, so that the next round can tell whether anything is new."""
    organisation = config.load(home)
    state = (blocks.state(), organisation.today(now), config.dump(organisation))
    if state != done:
        swept = ingest(home, organisation, now=now)
        days = readings.fill(home, organisation, today=organisation.today(now))
        log.info("upkeep done: %s files swept, %s days filled", swept, days)
    return state
