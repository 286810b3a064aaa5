"""Public holidays of Finland, and how much use is expected of days."""

from datetime import date, timedelta

import pytest

from loiste.metrics.windows import calendar
from loiste.plain.finnish_days import easter, holidays, kind_of


def test_the_holidays_of_2026_are_those_of_the_almanac():
    told = "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-19 06-20 10-31 12-06 12-24 12-25 12-26"
    assert holidays(2026) == {date.fromisoformat(f"2026-{day}") for day in told.split()}


@pytest.mark.parametrize(
    "day",
    ["1999-04-04", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2027-03-28", "2038-04-25"],
)
def test_easter_falls_where_the_tables_say(day):
    assert easter(int(day[:4])) == date.fromisoformat(day)


def test_midsummer_and_all_saints_are_saturdays_of_their_weeks():
    for year in range(1990, 2060):
        moving = sorted(day for day in holidays(year) if day.isoweekday() == 6 and day.month in (6, 10, 11))
        assert any(date(year, 6, 20) <= day <= date(year, 6, 26) for day in moving)
        assert any(date(year, 10, 31) <= day <= date(year, 11, 6) for day in moving)


def test_a_holiday_counts_as_a_sunday_and_a_quiet_day_as_half_of_its_own_weekday():
    assert kind_of(date(2026, 4, 3)) == (7, 1.0, False)  # Good Friday
    assert kind_of(date(2026, 7, 8)) == (3, 0.5, False)
    assert kind_of(date(2026, 12, 29)) == (2, 0.5, False)
    assert kind_of(date(2026, 10, 7)) == (3, 1.0, True)


def test_the_table_of_days_holds_each_day_once():
    first = date(2026, 1, 1)
    days = [first + timedelta(days=step % 40) for step in range(80)]
    assert calendar(days)["day"].to_pylist() == [first + timedelta(days=step) for step in range(40)]
