"""Since when a metric could have been counted, by what was known at a moment."""

from datetime import date, datetime
from pathlib import Path

from loiste.metrics.registry import Metric
from loiste.metrics.run import first_day
from loiste.metrics.session import Session
from loiste.timeline import blocks, engine
from loiste.timeline.engine import Clock


def first_known(
    home: Path, session: Session, metric: Metric, known_by: datetime | None, clock: Clock = "known_at"
) -> date | None:
    """The day of the first signal that the metric reads among those known before `known_by` (UTC, naive), by `clock`.

    Found in the oldest blocks, so that few are read.
    """
    if metric.since or known_by is None:
        return first_day(home, session, metric)
    listed = blocks.current().filter(kind__in=metric.reads, first_day__isnull=False).order_by("first_day", "id")
    every = list(listed.values_list("path", "schema", "first_day"))
    found, read = None, 1
    while every:
        oldest = engine.over(home, [one[:2] for one in every[:read]])
        text = f"select min(day) from ({oldest}) o where {clock} < timestamp '{known_by}'"
        found = session.fetch(text)[0][0]
        if read >= len(every) or (found is not None and found <= every[read][2]):
            break
        read *= 2
    return found
