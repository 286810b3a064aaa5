"""Days and times of moments: a `date` has that day and no time, a `datetime` the day it has in the organisation's zone."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from tests.independent.states import has


class Clock:
    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def day(self, moment: Any) -> pd.Timestamp:
        """The day in the organisation's zone."""
        if not has(moment):
            return pd.NaT
        local = moment.astimezone(self.zone) if isinstance(moment, datetime) else moment
        return pd.Timestamp(local.year, local.month, local.day)

    def instant(self, moment: Any) -> datetime | None:
        """The moment itself; a date without time counts as midnight."""
        if not has(moment):
            return None
        if isinstance(moment, datetime):
            return moment.astimezone(UTC)
        return datetime(moment.year, moment.month, moment.day, tzinfo=self.zone).astimezone(UTC)

    def days(self, moments: pd.Series) -> pd.Series:
        return pd.Series([self.day(moment) for moment in moments], index=moments.index, dtype="datetime64[us]")

    def minutes(self, start: Any, end: Any) -> float | None:
        """Minutes that pass from one moment to another; unknown where they would be negative."""
        first, last = self.instant(start), self.instant(end)
        took = None if first is None or last is None else (last - first).total_seconds() / 60
        return None if took is None or took < 0 else took

    def each_minutes(self, starts: pd.Series, ends: pd.Series) -> pd.Series:
        found = [self.minutes(start, end) for start, end in zip(starts, ends, strict=True)]
        return pd.Series(found, index=starts.index, dtype=float)


def in_window(days: pd.Series, day: pd.Timestamp, count: int) -> pd.Series:
    """Which days lie in the window of `count` days up to the day."""
    return (days > day - pd.Timedelta(days=count)) & (days <= day)
