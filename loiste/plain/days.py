"""Days and months of the organisation's calendar."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2200  # of days that somebody may ask for: the calendar's own ends leave no room beside


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def is_month_end(day: date) -> bool:
    return day == month_end(day)


def opening(day: date) -> date:
    """The last day of the month before: what a month's movements start from."""
    return day.replace(day=1) - timedelta(days=1)


def months_back(day: date, count: int) -> list[date]:
    """`day` and the `count - 1` month ends before it, newest first."""
    found = [day]
    while len(found) < count:
        found.append(opening(found[-1]))
    return found


def month_ends(first: date, last: date) -> Iterator[date]:
    """Every month end from the month of `first` to the month of `last`, both included."""
    day = month_end(first)
    while day <= month_end(last):
        yield day
        day = month_end(day + timedelta(days=1))


def year_before(day: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def parse_month(text: str) -> date:
    """The last day of YYYY-MM. ValueError for anything else, and for years that nobody means."""
    year, _, month = text.partition("-")
    if len(year) != 4 or not FIRST_YEAR <= int(year) <= LAST_YEAR or not 1 <= int(month) <= 12:
        raise ValueError(text)
    return month_end(date(int(year), int(month), 1))


def parse_months(text: str) -> list[date]:
    """Month ends of YYYY-MM..YYYY-MM (or one YYYY-MM). ValueError when it is not that, or runs backwards."""
    first, _, last = text.partition("..")
    days = list(month_ends(parse_month(first), parse_month(last or first)))
    if not days:
        raise ValueError(text)
    return days
