"""The work of a rehearsal that was asked for: one process takes it, and another if that one dies."""

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from django.db import InterfaceError, OperationalError
from django.db.models import F

from loiste.judgement.kinds import HEALTH
from loiste.judgement.leaving import Definition
from loiste.judgement.models import Run, RunState
from loiste.judgement.rehearsal import rehearse
from loiste.judgement.runs import BUSY
from loiste.judgement.texts import version
from loiste.judgement.told import as_object
from loiste.organisation.config import Organisation
from loiste.organisation.store import refresh
from loiste.plain.holder import is_dead, myself

log = logging.getLogger("loiste.judgement")
HELD = timedelta(minutes=10)  # renewed with every day looked at
MOST_TRIES = 3  # a rehearsal that ends the worker every time is given up then


class Lost(Exception):
    """Another worker has taken it over."""


def run_next(home: Path, organisation: Organisation, now: datetime) -> bool:
    """Does the rehearsal that has waited longest; False when there is none."""
    for run in Run.objects.filter(state__in=BUSY).order_by("asked_at", "id"):
        if is_free(run, now) and take(run, now):
            work(home, organisation, run, now)
            return True
    return False


def is_free(run: Run, now: datetime) -> bool:
    """Whether nobody is at it: it waits, or its holder has died or let its time run out."""
    if run.state == RunState.WAITING:
        return True
    return run.held_until is None or run.held_until <= now or is_dead(run.holder)


def take(run: Run, now: datetime) -> bool:
    """False when another was quicker."""
    as_seen = Run.objects.filter(pk=run.pk, state=run.state, holder=run.holder, tries=run.tries)
    values = {"state": RunState.RUNNING, "holder": myself(), "held_until": now + HELD, "done": 0}
    if not as_seen.update(tries=F("tries") + 1, **values):
        return False
    run.refresh_from_db()
    return True


def work(home: Path, organisation: Organisation, run: Run, now: datetime) -> None:
    """Looks at day after day and keeps what it tells. Whatever goes wrong, the worker goes on with other work."""
    began = time.monotonic()
    mine = Run.objects.filter(pk=run.pk, holder=run.holder, state=RunState.RUNNING)

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    def tell(done: int, total: int) -> None:
        if not mine.update(done=done, total=total, held_until=clock() + HELD):
            raise Lost

    if run.tries > MOST_TRIES:
        mine.update(state=RunState.FAILED, ended_at=now)
        return
    try:
        texts = [found for key, number in run.versions.items() if (found := version(HEALTH, key, number))]
        texts.sort(key=lambda one: (one.text.order, one.text.key))
        told = rehearse(
            home, organisation, texts, first=run.first, last=run.last, churn=cast(Definition, run.churn),
            lead=run.lead, every=run.every, tell=tell,
        )  # fmt: skip
        mine.update(state=RunState.DONE, told=as_object(told), ended_at=clock())
    except Lost:
        log.warning("rehearsal %s was taken over by another worker", run.pk)
    except (InterfaceError, OperationalError):  # the store was locked for too long, or away
        log.warning("rehearsal %s waits for the store", run.pk, exc_info=True)
        refresh()
        mine.update(state=RunState.WAITING)
    except Exception:
        log.exception("rehearsal %s failed", run.pk)
        mine.update(state=RunState.FAILED, ended_at=clock())
