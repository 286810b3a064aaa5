"""Leases as jobs take them: by the clock of this machine."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime

from loiste.timeline import lease
from loiste.timeline.lease import Hold, done

__all__ = ["done", "held"]


def held(job: str) -> AbstractContextManager[Hold]:
    """Holds the job while the block runs, unless somebody else has it."""
    return lease.held(job, lambda: datetime.now(UTC))
