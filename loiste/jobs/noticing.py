"""The job that tells people what turned: notices in the product at once, mails when they are due."""

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

from loiste.jobs.lease import done, held
from loiste.judgement.notice_mail import mail_due
from loiste.judgement.notice_spread import spread
from loiste.organisation import config

log = logging.getLogger("loiste.jobs")
JOB = "notices"
LOOK = 5.0  # seconds between looks


def noticing(home: Path, stop: threading.Event) -> None:
    """Tells, for as long as the lease is ours."""
    with held(JOB) as hold:
        while hold.mine and not stop.is_set():
            tell(home, datetime.now(UTC))
            done(JOB, datetime.now(UTC))
            stop.wait(LOOK)


def tell(home: Path, now: datetime) -> int:
    """Makes the notices of all that turned, and mails what is due; returns how many mails went."""
    ours = config.load(home)
    while spread(ours, now):
        continue
    return mail_due(ours, now)
