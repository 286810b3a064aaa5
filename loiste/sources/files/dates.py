"""Dates and times as files write them: one layout at a time, never guessed here."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from loiste.sources.files.errors import BadCell
from loiste.sources.files.numbers import is_missing

ISO = "%Y-%m-%d"
# strptime text -> (pattern, places of year, month and day in it), in the order in which they are tried.
LAYOUTS: dict[str, tuple[re.Pattern[str], tuple[int, int, int]]] = {
    ISO: (re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"), (1, 2, 3)),
    "%d.%m.%Y": (re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})"), (3, 2, 1)),
    "%d-%m-%Y": (re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})"), (3, 2, 1)),
    "%m-%d-%Y": (re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})"), (3, 1, 2)),
    "%d/%m/%Y": (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), (3, 2, 1)),
    "%m/%d/%Y": (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), (3, 1, 2)),
    "%Y/%m/%d": (re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"), (1, 2, 3)),
    "%Y%m%d": (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), (1, 2, 3)),
}
TIME = re.compile(
    r"(?:[T ]\s*)(?:klo\s*)?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"\s*([AP]M)?\s*(Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?$",
    re.IGNORECASE,
)
FIRST_YEAR = 1900  # an earlier year is a slip of the pen


class Written(NamedTuple):
    """What a cell says: a day; the naive moment, and its offset from UTC, when they are written there."""

    day: date
    at: datetime | None
    offset: tzinfo | None


class Moment(NamedTuple):
    """`day` of the organisation (its zone: `home`); `at` in UTC, naive, None for a date only; `start`: `at`, else the
    day's midnight.
    """

    day: date
    at: datetime | None
    start: datetime
    home: ZoneInfo

    def after(self, minutes: float) -> tuple[date, datetime | None]:
        """Day and time so many minutes later; a date without time stays on its day."""
        if self.at is None:
            return self.day, None
        later = self.at + timedelta(minutes=minutes)
        return later.replace(tzinfo=UTC).astimezone(self.home).date(), later


def day_of(text: str, layout: str) -> date | None:
    """The date that the whole of `text` is in this layout, or None."""
    try:
        if layout not in LAYOUTS:
            found = datetime.strptime(text, layout).date()  # noqa: DTZ007 -- a day has no zone
        else:
            pattern, (year, month, day) = LAYOUTS[layout]
            match = pattern.fullmatch(text)
            if match is None:
                return None
            found = date(int(match[year]), int(match[month]), int(match[day]))
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def split_time(text: str) -> tuple[str, re.Match[str] | None]:
    """The date's part of a cell, and the match of the time behind it."""
    match = TIME.search(text)
    return (text[: match.start()].rstrip(), match) if match else (text, None)


def offset_of(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-distance if text[0] == "-" else distance)


def time_of(match: re.Match[str]) -> time:
    """The time of day of a match of TIME. ValueError when there is no such time."""
    hour, half = int(match[1]), (match[5] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(match[0])
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(match[2]), int(match[3] or 0), int((match[4] or "")[:6].ljust(6, "0")))


@lru_cache(maxsize=64)
def has_time(layout: str) -> bool:
    """Whether a strptime text names a time of day itself."""
    return bool(re.search("%[HIMSpfzZcX]", layout))


def split(found: datetime) -> Written | None:
    return Written(found.date(), found.replace(tzinfo=None), found.tzinfo) if found.year >= FIRST_YEAR else None


def written(text: str, layout: str) -> Written | None:
    """Reads a stripped cell in the layout, with an optional time behind the date; None when it is not that."""
    try:
        if layout == ISO and len(text) == 19 and text[10] in " T":  # by far the commonest, and read fastest so
            found = datetime.fromisoformat(text)
            return Written(found.date(), found, None) if found.year >= FIRST_YEAR else None
        if has_time(layout):
            return split(datetime.strptime(text, layout))  # noqa: DTZ007 -- the zone is applied by Clock
        head, match = split_time(text)
        day = day_of(head, layout)
        if day is None:
            return None
        if match is None:
            return Written(day, None, None)
        return Written(day, datetime.combine(day, time_of(match)), offset_of(match[6]))
    except ValueError:
        return None


@dataclass(frozen=True)
class Clock:
    """`zone`: where times without an offset were written. `home`: whose days are counted."""

    zone: ZoneInfo
    home: ZoneInfo

    def midnight(self, day: date) -> datetime:
        """The first instant of the organisation's day, UTC and naive."""
        return datetime.combine(day, time(), self.home).astimezone(UTC).replace(tzinfo=None)

    def moment(self, text: str, layout: str) -> Moment | None:
        """The moment in a cell; None when missing. BadCell when it is not a date in the layout."""
        text = text.strip()
        if is_missing(text):
            return None
        said = written(text, layout)
        if said is None:
            raise BadCell("bad_date")
        try:
            return self.placed(said)
        except OverflowError as error:  # the last hours of the year 9999
            raise BadCell("bad_date") from error

    def placed(self, said: Written) -> Moment:
        if said.at is None:
            return Moment(said.day, None, self.midnight(said.day), self.home)
        at = said.at - ((said.offset or self.zone).utcoffset(said.at) or timedelta())
        if said.offset is None and self.zone is self.home:
            return Moment(said.day, at, at, self.home)
        return Moment(at.replace(tzinfo=UTC).astimezone(self.home).date(), at, at, self.home)

    def day(self, text: str, layout: str) -> date | None:
        """The day in a cell. Midnight without an offset is how spreadsheets write a date; it stays that date."""
        text = text.strip()
        if is_missing(text):
            return None
        said = written(text, layout)
        if said is not None and (said.at is None or (said.at.time() == time() and said.offset is None)):
            return said.day
        moment = self.moment(text, layout)
        return moment.day if moment else None
