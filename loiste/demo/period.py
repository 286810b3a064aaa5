"""Which days the demo tells of, and how its numbers of days and seconds become dates and UTC times.

Days are whole numbers since 1970-01-01 all through the demo, so that they can be counted with.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

YEARS = 3
NOTHING = -(2**31)  # stands for "no day" and "no moment" in whole-number arrays
EPOCH = date(1970, 1, 1)
NOON = time(12)
SECOND = 1_000_000  # in microseconds
DAY = 86_400 * SECOND
GOLDEN = (5**0.5 - 1) / 2  # steps of this part of the circle never bunch up
LOOKAHEAD = 2  # months simulated past the last day, so that who is about to leave already behaves so; never told


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def calendar_day(count: int) -> date:
    return EPOCH + timedelta(days=int(count))


def rng(seed: int, part: str) -> np.random.Generator:
    """A generator of its own for each part of the demo: changing one part leaves the others as they were."""
    return np.random.default_rng([seed, *part.encode()])


def spread(days: Ints, random: np.random.Generator) -> Floats:
    """A number from 0 to 1 for each of `days`, evenly spread over any stretch of them: shares come out as meant."""
    place = np.empty(len(days), dtype=np.int64)
    place[np.argsort(days, kind="stable")] = np.arange(len(days))
    return np.asarray((place * GOLDEN + random.random()) % 1.0)


@dataclass(frozen=True)
class Period:
    """Three whole years and the begun month, up to `until`, in `zone`."""

    until: date
    zone: ZoneInfo

    @cached_property
    def first(self) -> int:
        after = self.until + timedelta(days=1)
        return number(date(after.year - YEARS, after.month, 1))

    @cached_property
    def last(self) -> int:
        return number(self.until)

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    @cached_property
    def month_starts(self) -> Ints:
        """First days of the months told, of those looked ahead to, and of the one after."""
        first = np.datetime64(calendar_day(self.first), "M")
        last = np.datetime64(self.until, "M")
        months = np.arange(first, last + 2 + LOOKAHEAD)
        return months.astype("datetime64[D]").astype(np.int64)

    def full_months(self) -> Ints:
        """Last days of the calendar months that are over by `until`."""
        ends = self.month_starts[1:] - 1
        return ends[ends <= self.last]

    def age(self, days: Ints) -> Floats:
        """How far `days` lie between the first (0) and the last (1) day; never outside."""
        return np.clip((days - self.first) / max(self.days - 1, 1), 0.0, 1.0)

    def told(self, days: Ints) -> Bools:
        """Which days lie in the period."""
        return (days >= self.first) & (days <= self.last)

    @cached_property
    def offsets(self) -> Ints:
        """Microseconds that the zone is ahead of UTC at noon of each day, from the first to a month past the last."""
        days = (calendar_day(count) for count in range(self.first, self.last + 32))
        ahead = [datetime.combine(day, NOON, self.zone).utcoffset() or timedelta() for day in days]
        return np.array([offset // timedelta(microseconds=1) for offset in ahead], dtype=np.int64)

    def moment(self, days: Ints, seconds: Floats) -> Ints:
        """UTC microseconds of a local time of day on days of the period."""
        return days * DAY + seconds.astype(np.int64) * SECOND - self.offsets[days - self.first]

    def local_day(self, moments: Ints) -> Ints:
        """The day of UTC microseconds in the zone; times past the period keep the offset of its last days."""
        near = np.clip(moments // DAY - self.first, 0, len(self.offsets) - 1)
        return (moments + self.offsets[near]) // DAY

    def before_tomorrow(self, moments: Ints) -> Bools:
        return self.local_day(moments) <= self.last


def weekdays(days: Ints) -> Ints:
    """0 = Monday ... 6 = Sunday."""
    return (days + 3) % 7


def months_of(days: Ints) -> Ints:
    """0 = January ... 11 = December."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
