from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from loiste.demo.period import EPOCH, Period, calendar_day, months_of, number, rng, spread, weekdays

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("until", "first"),
    [
        pytest.param("2024-12-31", "2022-01-01", id="a whole year end gives three calendar years"),
        pytest.param("2026-06-15", "2023-06-01", id="a begun month comes on top of three years"),
        pytest.param("2024-02-29", "2021-03-01", id="leap day"),
    ],
)
def test_three_years_are_told(until, first):
    assert calendar_day(Period(date.fromisoformat(until), HELSINKI).first) == date.fromisoformat(first)


def test_a_month_that_is_not_over_has_no_month_end():
    ends = Period(date(2026, 6, 15), HELSINKI).full_months()
    assert calendar_day(ends[-1]) == date(2026, 5, 31) and len(ends) == 36


@pytest.mark.parametrize(("day", "utc_hour"), [("2026-01-15", 10), ("2026-06-10", 9)])
def test_local_noon_is_told_in_utc(day, utc_hour):
    period = Period(date(2026, 6, 15), HELSINKI)
    moment = period.moment(np.array([number(date.fromisoformat(day))]), np.array([12 * 3600.0]))
    expected = datetime.fromisoformat(day).replace(hour=utc_hour) - datetime(1970, 1, 1)
    assert moment[0] == expected.total_seconds() * 1_000_000
    assert calendar_day(period.local_day(moment)[0]) == date.fromisoformat(day)


def test_weekdays_and_months_are_those_of_the_calendar():
    days = np.arange(20_000, 20_400)
    real = [calendar_day(day) for day in days]
    assert [d.weekday() for d in real] == weekdays(days).tolist()
    assert [d.month - 1 for d in real] == months_of(days).tolist()
    assert number(EPOCH) == 0


def test_spread_numbers_are_even_over_any_stretch_of_days():
    days = np.sort(np.random.default_rng(1).integers(0, 300, 1500))
    part = spread(days, rng(1, "x"))[500:800]
    assert abs((part < 0.2).mean() - 0.2) < 0.02
