"""Leases: at most one process does a job at a time, and another takes over within seconds of its death."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import Error, connection
from django.db.models import Q

from loiste.organisation.store import refresh
from loiste.timeline.models import Lease

log = logging.getLogger("loiste.jobs")
HELD = timedelta(seconds=8)
FREE = datetime(1970, 1, 1, tzinfo=UTC)
Clock = Callable[[], datetime]
BEAT = 2.0  # seconds between renewals


def me() -> str:
    """Names this thread of this process."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def hold(job: str, holder: str, now: datetime) -> bool:
    """Takes or renews the lease of a job; False while another holder has it."""
    said = {"holder": holder, "until": now + HELD, "renewed_at": now}
    # One statement takes it or does not, so a renewal never waits for somebody's long transaction.
    if Lease.objects.filter(Q(holder=holder) | Q(until__lte=now), job=job).update(**said):
        return True
    if not Lease.objects.filter(job=job).exists():
        Lease.objects.bulk_create([Lease(job=job, **said)], ignore_conflicts=True)
    return Lease.objects.filter(job=job, holder=holder, until__gt=now).exists()


def let_go(job: str, holder: str) -> None:
    """Frees the job at once."""
    Lease.objects.filter(job=job, holder=holder).update(until=FREE)


def done(job: str, now: datetime) -> None:
    """Notes that a round of the job is through."""
    Lease.objects.filter(job=job).update(done_at=now)


@dataclass
class Hold:
    """Whether the job is ours; turns False when the lease is lost."""

    mine: bool


@contextmanager
def held(job: str, clock: Clock) -> Iterator[Hold]:
    """Holds the job while the block runs, renewing the lease in the background, unless somebody else has it.

    `clock` tells the time of this machine (aware); it is asked for each renewal.
    """
    holder = me()
    hold_ = Hold(hold(job, holder, clock()))
    if not hold_.mine:
        yield hold_
        return
    over = threading.Event()
    beats = threading.Thread(target=renew, args=(job, holder, hold_, over, clock), daemon=True)
    beats.start()
    try:
        yield hold_
    finally:
        over.set()
        beats.join()
        let_go(job, holder)


def renew(job: str, holder: str, hold_: Hold, over: threading.Event, clock: Clock) -> None:
    """Renews until it is `over`, or until another process was quicker; what a job writes is fenced besides."""
    while hold_.mine and not over.wait(BEAT):
        try:
            hold_.mine = hold(job, holder, clock())
        except Error:
            log.warning("the lease of %s could not be renewed just now", job)
            refresh()
    connection.close()
