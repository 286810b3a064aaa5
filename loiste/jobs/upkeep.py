"""Keeping in order: rows of accounts, readings, blocks."""

import logging
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from loiste.accounts.projection import project
from loiste.accounts.rematch import rematch
from loiste.metrics import readings
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.sources.models import Source
from loiste.timeline import blocks, engine, merging

log = logging.getLogger("loiste.jobs")
LEFT_OVER = timedelta(hours=24)


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


def round_of_work(home: Path, now: datetime, done: object) -> object:
    """One round; returns what it was done for, so that the next round can tell whether anything is new."""
    organisation = config.load(home)
    today = organisation.today(now)
    state = (blocks.state(), today, config.dump(organisation))
    if state != done:
        swept = ingest(home, organisation, now=now)
        merged = merging.merge(home, now) + merging.retain(home, dict(organisation.retention), today=today, now=now)
        days = readings.fill(home, organisation, today=today)
        engine.close()  # lets go of memory between rounds
        log.info("upkeep done", extra={"swept": swept, "merged": merged, "days": days})
        state = (blocks.state(), today, config.dump(organisation))
    return state
