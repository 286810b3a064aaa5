from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.sources.files.dates import LAYOUTS, Clock
from loiste.sources.files.errors import BadCell

HELSINKI = ZoneInfo("Europe/Helsinki")
CLOCK = Clock(HELSINKI, HELSINKI)


@pytest.mark.parametrize(
    "text, layout, day, at",
    [
        pytest.param("2024-02-01", "%Y-%m-%d", date(2024, 2, 1), None, id="a date has no time of day"),
        pytest.param("1.2.2024", "%d.%m.%Y", date(2024, 2, 1), None, id="without leading zeros"),
        pytest.param("01-02-2024", "%m-%d-%Y", date(2024, 1, 2), None, id="month first when said so"),
        pytest.param("20240201", "%Y%m%d", date(2024, 2, 1), None, id="digits only"),
        pytest.param("1.2.24", "%d.%m.%y", date(2024, 2, 1), None, id="a layout of one's own"),
        pytest.param(
            "01-02-2024 03:00", "%d-%m-%Y", date(2024, 2, 1), datetime(2024, 2, 1, 1), id="hours and minutes behind it"
        ),
        pytest.param("2024-02-01 03:00:30", "%Y-%m-%d", date(2024, 2, 1), datetime(2024, 2, 1, 1, 0, 30), id="seconds"),
        pytest.param("2024-02-01T03:00:00Z", "%Y-%m-%d", date(2024, 2, 1), datetime(2024, 2, 1, 3), id="UTC"),
        pytest.param("2024-02-01 03:00:00 UTC", "%Y-%m-%d", date(2024, 2, 1), datetime(2024, 2, 1, 3), id="by name"),
        pytest.param(
            "2024-02-01T23:30:00.25+00:00", "%Y-%m-%d", date(2024, 2, 2), datetime(2024, 2, 1, 23, 30, 0, 250000),
            id="the organisation is already in the next day",
        ),
        pytest.param("2024-02-01 03:00-0500", "%Y-%m-%d", date(2024, 2, 1), datetime(2024, 2, 1, 8), id="an offset"),
        pytest.param("1/2/2024 3:05 PM", "%m/%d/%Y", date(2024, 1, 2), datetime(2024, 1, 2, 13, 5), id="afternoon"),
        pytest.param("1.2.2024 klo 14.05", "%d.%m.%Y", date(2024, 2, 1), datetime(2024, 2, 1, 12, 5), id="in Finnish"),
        pytest.param(
            "1.7.2024 03:30", "%d.%m.%Y %H:%M", date(2024, 7, 1), datetime(2024, 7, 1, 0, 30), id="a time in the layout"
        ),
    ],
)  # fmt: skip
def test_moments(text, layout, day, at):
    moment = CLOCK.moment(text, layout)
    assert (moment.day, moment.at) == (day, at)


@pytest.mark.parametrize(
    "text, layout",
    [
        pytest.param("2024-02-30", "%Y-%m-%d", id="no such day"),
        pytest.param("2024-02-01", "%d-%m-%Y", id="another layout"),
        pytest.param("2024-02-01 25:00", "%Y-%m-%d", id="no such hour"),
        pytest.param("2024-02-01 13:00 PM", "%Y-%m-%d", id="no such afternoon"),
        pytest.param("0024-02-01", "%Y-%m-%d", id="a year before any company"),
        pytest.param("202421", "%Y%m%d", id="too few digits"),
        pytest.param("9999-12-31 23:59-12:00", "%Y-%m-%d", id="beyond the end of time"),
        pytest.param("soon", "%Y-%m-%d", id="a word"),
    ],
)
def test_texts_that_are_no_dates(text, layout):
    with pytest.raises(BadCell, match="bad_date"):
        CLOCK.moment(text, layout)


def test_the_first_instant_of_a_day_is_the_organisations_midnight():
    assert CLOCK.moment("2024-07-01", "%Y-%m-%d").start == datetime(2024, 6, 30, 21)
    assert CLOCK.moment("2024-01-01", "%Y-%m-%d").start == datetime(2023, 12, 31, 22)


def test_times_without_offset_are_in_the_zone_of_the_file():
    clock = Clock(ZoneInfo("America/New_York"), HELSINKI)
    moment = clock.moment("2024-01-01 20:00", "%Y-%m-%d")
    assert (moment.day, moment.at) == (date(2024, 1, 2), datetime(2024, 1, 2, 1))


@pytest.mark.parametrize(
    "text, day",
    [
        pytest.param("2024-01-01 00:00:00", date(2024, 1, 1), id="midnight is how spreadsheets write a date"),
        pytest.param("2024-01-01T22:30:00Z", date(2024, 1, 2), id="an instant has its day in the organisation"),
        pytest.param("9999-12-31", date(9999, 12, 31), id="the end of time"),
        pytest.param("NULL", None, id="missing"),
    ],
)
def test_days(text, day):
    clock = Clock(ZoneInfo("Asia/Tokyo"), HELSINKI)
    assert clock.day(text, "%Y-%m-%d") == day


@given(st.dates(date(1900, 1, 1), date(9999, 12, 30)), st.sampled_from(sorted(LAYOUTS)))
def test_dates_come_out_as_they_went_in(day, layout):
    assert CLOCK.moment(day.strftime(layout), layout) == CLOCK.moment(day.isoformat(), "%Y-%m-%d")
    assert CLOCK.day(day.strftime(layout), layout) == day


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    st.integers(-720, 720).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_instants_come_out_as_they_went_in(at, offset):
    assert CLOCK.moment(at.astimezone(timezone(offset)).isoformat(), "%Y-%m-%d").at == at.replace(tzinfo=None)


@given(st.text(max_size=40), st.sampled_from(sorted(LAYOUTS)))
def test_any_text_is_a_moment_nothing_or_a_bad_date(text, layout):
    try:
        found = CLOCK.moment(text, layout)
    except BadCell as bad:
        assert bad.code == "bad_date"
    else:
        assert found is None or found.day.year >= 1
