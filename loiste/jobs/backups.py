"""The job that makes the backups which the settings ask for."""

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

from loiste.accounts.actors import Machine
from loiste.copies import book
from loiste.copies.backup import backup
from loiste.copies.errors import CopyError
from loiste.copies.making import JOB
from loiste.jobs.lease import held
from loiste.organisation import config

log = logging.getLogger("loiste.jobs")
WORKER = Machine("worker", origin="worker")
LOOK = 30.0  # seconds between looks whether one is due


def backups(home: Path, stop: threading.Event) -> None:
    """Makes each backup when its time has come."""
    while not stop.is_set():
        make_due(home, datetime.now(UTC))
        stop.wait(LOOK)


def make_due(home: Path, now: datetime) -> bool:
    """Makes a backup if one is due and nobody else is making a copy; whether it did. A failure is in the book."""
    wanted = config.load(home).backup
    if not book.is_due(wanted, now):
        return False
    with held(JOB) as hold:
        if not hold.mine or not book.is_due(wanted, now):
            return False
        try:
            row = backup(home, Path(wanted.path), by=WORKER, now=now)
        except CopyError as error:
            log.warning("the backup failed: %s", error)
            return False
        log.info("backup made", extra={"path": row.path, "bytes": row.bytes, "seconds": row.seconds})
        return True
