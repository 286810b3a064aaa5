"""The job that drains the inbox."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from loiste.accounts.suppression import ErasedMeanwhile
from loiste.jobs.lease import done, held
from loiste.organisation import config
from loiste.sources.inbox.drain import Drain, Overtaken, Round

log = logging.getLogger("loiste.jobs")
JOB = "drain"


def drain_all(home: Path) -> list[Round] | None:
    """Drains until the inbox is empty; what each round did, or None when another process is at it."""
    with held(JOB) as hold:
        if not hold.mine:
            return None
        drain = Drain(home, config.load(home).zone)
        try:
            found = rounds(drain)
            done(JOB, datetime.now(UTC))
            return found
        finally:
            drain.close()


def rounds(drain: Drain) -> list[Round]:
    """Rounds until nothing waits."""
    every = []
    while found := next_round(drain):
        log.info(
            "drained",
            extra={"deliveries": found.deliveries, "accepted": found.accepted, "duplicate": found.duplicate,
                   "refused": found.refused, "signals": found.signals},
        )  # fmt: skip
        every.append(found)
    return every


def next_round(drain: Drain) -> Round | None:
    """One round; begun anew when somebody was erased while it read."""
    while True:
        try:
            return drain.round(datetime.now(UTC))
        except ErasedMeanwhile:
            log.info("reading the inbox again: somebody was erased")


def rounds_while_held(drain: Drain) -> None:
    """Rounds for one turn of the worker; being overtaken is no failure, the other one did the work."""
    try:
        rounds(drain)
    except Overtaken as overtaken:
        log.warning("overtaken: %s", overtaken)
