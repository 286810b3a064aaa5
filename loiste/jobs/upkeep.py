"""Keeping in order: rows of accounts, readings, blocks."""

import logging
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from loiste.accounts import identities
from loiste.accounts.projection import project
from loiste.accounts.rematch import rematch
from loiste.metrics import readings, standing
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.privacy import retention
from loiste.sources.models import Source
from loiste.timeline import blocks, engine, merging
from loiste.timeline.freshness import Freshness

log = logging.getLogger("loiste.jobs")
LEFT_OVER = timedelta(hours=24)
SWEEP = 3600.0  # seconds between sweeps
REST = 20.0  # seconds between fillings while signals flow in, or nine times as long as the last one took
STRUCTURE = ("attribute", "contact", "subscription")  # kinds that rows of accounts are made from


def ingest(home: Path, organisation: Organisation, *, now: datetime) -> int:
    """Brings the timeline into order: files that nothing lists go, references that rules now know are matched, account
    rows follow their signals. Returns the number of files that went."""
    swept = blocks.sweep(home, now) + sweep_folders(home, now)
    rematch({source.name: source.settings for source in Source.objects.all()}, now)
    project(home, as_of=organisation.today(now))
    return swept


def sweep_folders(home: Path, now: datetime) -> int:
    """Deletes what imports that died left half done; returns how many."""
    oldest = (now - LEFT_OVER).timestamp()
    gone = [folder for folder in (home / "tmp").glob("intake-*") if folder.stat().st_mtime < oldest]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


@dataclass
class Upkeep:
    """Remembers what was done and for which state, so that nothing is done in vain or too often."""

    home: Path
    structure: object = None
    filled: object = None
    swept_at: float = -SWEEP
    filled_at: float = -SWEEP
    took: float = 0.0

    def round(self, now: datetime) -> None:
        """Does what is due at `now` (aware)."""
        organisation = config.load(self.home)
        today = organisation.today(now)
        structure = (identities.accounts_state(), Freshness().upto(STRUCTURE, today), today, config.dump(organisation))
        if structure != self.structure or monotonic() - self.swept_at > SWEEP:
            ingest(self.home, organisation, now=now)
            retention.let_go(organisation, now)
            self.swept_at = monotonic()
        replaced = merging.merge(self.home, now)
        replaced += merging.retain(self.home, retention.signals(organisation), today=today, now=now)
        if structure != self.structure or self.is_due():
            self.fill(organisation, now)
        self.structure = structure
        if replaced:
            log.info("blocks merged", extra={"replaced": replaced})

    def is_due(self) -> bool:
        return self.filled != self.seen() and monotonic() - self.filled_at > max(REST, 9 * self.took)

    def seen(self) -> object:
        """What readings follow: the blocks, and whom their references mean."""
        return blocks.state(), identities.state()

    def fill(self, organisation: Organisation, now: datetime) -> None:
        """Brings the readings up to date with the blocks listed at the start."""
        start, state = monotonic(), self.seen()
        today = organisation.today(now)
        days = readings.fill(self.home, organisation, today=today)
        standing.fill(self.home, organisation, today=today, now=now)
        self.filled, self.filled_at, self.took = state, monotonic(), monotonic() - start
        engine.close()  # lets go of memory between rounds
        log.info("readings filled", extra={"days": days, "seconds": round(self.took, 1)})
