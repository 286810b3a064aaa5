"""The worker: threads that drain, keep in order, import, judge, tell, rehearse, back up, erase: none waits."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from loiste.jobs.backups import backups
from loiste.jobs.draining import JOB as DRAIN
from loiste.jobs.draining import rounds_while_held
from loiste.jobs.erasing import erasures
from loiste.jobs.judging import judging
from loiste.jobs.lease import done, held
from loiste.jobs.noticing import noticing
from loiste.jobs.upkeep import Upkeep
from loiste.judgement import running
from loiste.organisation import config
from loiste.organisation.store import unreachable
from loiste.sources.inbox.drain import Drain
from loiste.sources.wizard.work import run_next

log = logging.getLogger("loiste.jobs")
UPKEEP = "upkeep"
LOOK = 0.3  # seconds between looks into the inbox
PAUSE = 5.0  # seconds between rounds of upkeep
RETRY = 2.0  # seconds until a job that failed, or that another process has, is tried again


def work(home: Path, stop: threading.Event) -> None:
    """Works until `stop` is set. A job that fails is logged and tried again."""
    threads = [
        threading.Thread(target=again, args=(job, home, stop), name=job.__name__, daemon=True)
        for job in (drain, keep, imports, judging, noticing, rehearsals, backups, erasures)
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(3)


def again(job: Callable[[Path, threading.Event], None], home: Path, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            job(home, stop)
        except Exception as error:
            if why := unreachable(error):
                log.error("%s waits for the database: %s", job.__name__, why)
            else:
                log.exception("%s failed and will be tried again", job.__name__)
            connection.close()
        stop.wait(RETRY)


def drain(home: Path, stop: threading.Event) -> None:
    """Brings what arrives to the timeline, for as long as the lease is ours."""
    with held(DRAIN) as hold:
        if not hold.mine:
            return
        machine = Drain(home, config.load(home).zone)
        try:
            while hold.mine and not stop.is_set():
                rounds_while_held(machine)
                done(DRAIN, datetime.now(UTC))
                stop.wait(LOOK)
        finally:
            machine.close()


def imports(home: Path, stop: threading.Event) -> None:
    """Takes in the files that wait in the wizard; each is claimed by itself, so any number of workers may do this."""
    while not stop.is_set():
        while not stop.is_set() and run_next(home, config.load(home), datetime.now(UTC)):
            continue
        stop.wait(1)


def rehearsals(home: Path, stop: threading.Event) -> None:
    """Does the rehearsals that were asked for on a page, one after the other."""
    while not stop.is_set():
        running.run_next(home, config.load(home), datetime.now(UTC))
        stop.wait(1)


def keep(home: Path, stop: threading.Event) -> None:
    """Keeps rows, readings and blocks up to date, for as long as the lease is ours."""
    with held(UPKEEP) as hold:
        upkeep = Upkeep(home)
        while hold.mine and not stop.is_set():
            upkeep.round(datetime.now(UTC))
            done(UPKEEP, datetime.now(UTC))
            stop.wait(PAUSE)
