"""Numbers, money and dates in both languages: with unit, real minus and hard spaces; unknown as a word."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from loiste.pages import numbers
from loiste.pages.numbers import Amount

H, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    "unit, value, finnish, english",
    [
        pytest.param("money", "1234.5", f"1{H}234,50{H}€", "€1,234.50", id="money with cents"),
        pytest.param("money", "179640.33", f"179{H}640{H}€", "€179,640", id="no cents from ten thousand up"),
        pytest.param("money", "-460", f"{MINUS}460{H}€", f"{MINUS}€460", id="money lost"),
        pytest.param("ratio", "0.534", f"53,4{H}%", f"53.4{H}%", id="a ratio in percent"),
        pytest.param("ratio", "1", f"100{H}%", f"100{H}%", id="a whole percentage has no decimals"),
        pytest.param("points", "75.04", "75", "75", id="points to one decimal"),
        pytest.param("points", "-12.5", f"{MINUS}12,5", f"{MINUS}12.5", id="points below zero"),
        pytest.param("count", "1502", f"1{H}502", "1,502", id="a count"),
        pytest.param("scale", "5.876", "5,88", "5.88", id="a grade"),
        pytest.param("days", "1", f"1{H}pv", f"1{H}day", id="one day"),
        pytest.param("days", "9.5", f"9,5{H}pv", f"9.5{H}days", id="days and a half"),
        pytest.param("months", "50", f"50{H}kk", f"50{H}months", id="months"),
        pytest.param("hours", "2.61", f"2,6{H}h", f"2.6{H}h", id="hours"),
        pytest.param("minutes", "8", f"8{H}min", f"8{H}min", id="minutes"),
        pytest.param("minutes", "290", f"4{H}h{H}50{H}min", f"4{H}h{H}50{H}min", id="hours and minutes"),
        pytest.param("minutes", "120", f"2{H}h", f"2{H}h", id="whole hours"),
        pytest.param("money", None, "ei tietoa", "unknown", id="unknown money"),
        pytest.param("ratio", None, "ei tietoa", "unknown", id="unknown ratio"),
    ],
)
def test_amounts(unit, value, finnish, english):
    amount = Amount(None if value is None else Decimal(value), unit, "EUR")
    for language, expected in (("fi", finnish), ("en", english)):
        with translation.override(language):
            assert numbers.figure(amount).replace(" ", H if value else " ") == expected


@pytest.mark.parametrize(
    "unit, value, finnish, english",
    [
        pytest.param("points", "7", "+7", "+7", id="up"),
        pytest.param("points", "-7", f"{MINUS}7", f"{MINUS}7", id="down"),
        pytest.param("ratio", "0.023", f"+2,3{H}%-yks.", f"+2.3{H}pp", id="ratios differ by points"),
        pytest.param("money", "1270.55", f"+1{H}271{H}€", "+€1,271", id="money without cents"),
        pytest.param("count", "0", "0", "0", id="nothing has no sign"),
        pytest.param("points", None, "ei tietoa", "unknown", id="unknown"),
    ],
)
def test_changes(unit, value, finnish, english):
    amount = Amount(None if value is None else Decimal(value), unit, "EUR")
    for language, expected in (("fi", finnish), ("en", english)):
        with translation.override(language):
            assert numbers.change(amount) == expected


@pytest.mark.parametrize("language, day, month, moment", [
    ("fi", "22.11.2026", "11/2026", f"22.11.2026{H}9.05"),
    ("en", f"22{H}Nov{H}2026", f"Nov{H}2026", f"22{H}Nov{H}2026{H}09:05"),
])  # fmt: skip
def test_dates(language, day, month, moment):
    when = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
    with translation.override(language):
        assert numbers.day(date(2026, 11, 22)) == day
        assert numbers.month(date(2026, 11, 22)) == month
        assert numbers.moment(when, ZoneInfo("Europe/Helsinki")) == moment


@pytest.mark.parametrize(
    "filter_", ["count", "points", "percent", "days", "months", "hours", "minutes", "day", "month"]
)
def test_every_filter_marks_the_unknown(filter_):
    text = Template(f"{{% load numbers %}}{{{{ value|{filter_} }}}}").render(Context({"value": None}))
    assert text == '<span class="unknown">unknown</span>'


def test_text_from_outside_is_escaped():
    template = Template("{% load numbers %}{{ value|unknown }}")
    assert template.render(Context({"value": "<b>x</b>"})) == "&lt;b&gt;x&lt;/b&gt;"
