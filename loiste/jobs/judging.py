"""The job that judges each day once it has ended."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from loiste.jobs.lease import done, held
from loiste.judgement.whole_days import is_due, judge_whole
from loiste.organisation import config

log = logging.getLogger("loiste.jobs")
JOB = "judging"
LOOK = 20.0  # seconds between looks whether a day has ended


def judging(home: Path, stop: threading.Event) -> None:
    """Judges yesterday, unless it was, for as long as the lease is ours."""
    with held(JOB) as hold:
        while hold.mine and not stop.is_set():
            judge_due(home, datetime.now(UTC))
            done(JOB, datetime.now(UTC))
            stop.wait(LOOK)


def judge_due(home: Path, now: datetime) -> bool:
    """Judges the organisation's last ended day if that was not done and there are accounts; whether it did."""
    organisation = config.load(home)
    day = organisation.today(now) - timedelta(days=1)
    if not is_due(day):
        return False
    for one in judge_whole(home, organisation, [day], now=now):
        log.info("day judged", extra={"day": day.isoformat(), "accounts": one.scored})
    return True
