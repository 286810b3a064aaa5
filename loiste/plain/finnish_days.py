"""Which days are not like others in Finland: public holidays, July, and the weeks around Christmas."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

SUNDAY = 7
QUIET = 0.5  # of the use of an ordinary day of the week is expected in July and from 23 December to 6 January
FIXED = ((1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26))
FROM_EASTER = (-2, 0, 1, 39, 49)  # Good Friday, Easter Sunday and Monday, Ascension Day, Pentecost


class DayKind(NamedTuple):
    """`like`: the day of the week (1 = Monday) whose use is expected, `part` of it; `ordinary`: neither a holiday nor
    in a quiet season, so that usual use can be learned from it."""

    like: int
    part: float
    ordinary: bool


@cache
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm that Meeus gives)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """Public holidays, and the eves of Midsummer and Christmas, on which shops and offices keep closed too."""
    moving = [easter(year) + timedelta(days=days) for days in FROM_EASTER]
    midsummer = saturday_from(date(year, 6, 20))
    every = [date(year, month, day) for month, day in FIXED] + [*moving, midsummer, midsummer - timedelta(days=1)]
    return frozenset([*every, saturday_from(date(year, 10, 31))])


def saturday_from(day: date) -> date:
    return day + timedelta(days=(6 - day.isoweekday()) % 7)


def kind_of(day: date) -> DayKind:
    if day in holidays(day.year):
        return DayKind(SUNDAY, 1.0, ordinary=False)
    quiet = day.month == 7 or (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 6)
    return DayKind(day.isoweekday(), QUIET if quiet else 1.0, ordinary=not quiet)
