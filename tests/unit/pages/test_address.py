"""What an address asks for, and what it carries on."""

from datetime import date

import pytest
from django.core.exceptions import BadRequest

from loiste.pages.address import lens
from loiste.pages.middleware import browser_languages
from loiste.pages.paging import page_number
from loiste.pages.sheet import safe

TODAY = date(2026, 11, 20)


def asked(rf, query):
    return lens(rf.get(f"/?{query}"), today=TODAY, dimensions=["tier", "plan"])


def test_the_default_day_is_the_end_of_the_last_full_month(rf):
    assert asked(rf, "").as_of == date(2026, 10, 31)
    assert asked(rf, "").query() == ""


@pytest.mark.parametrize("period, before", [("month", "2026-09-30"), ("quarter", "2026-07-31"), ("year", "2025-10-31")])
def test_changes_are_seen_against_a_month_end(rf, period, before):
    assert asked(rf, f"period={period}").before == date.fromisoformat(before)


def test_the_filter_is_carried_on_and_strangers_are_not(rf):
    found = asked(rf, "tier=gold&utm_source=mail&plan=&as_of=2025-12-31&by=plan")
    assert found.where == {"tier": "gold"}
    assert found.query() == "?as_of=2025-12-31&tier=gold"
    assert found.by == "plan"


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of=2026-13-01", "period=week"])
def test_what_cannot_be_read_is_refused(rf, query):
    with pytest.raises(BadRequest):
        asked(rf, query)


@pytest.mark.parametrize("text", ["x", "-1", "0", "²"])
def test_a_page_is_a_number_from_one_up(rf, text):
    with pytest.raises(BadRequest):
        page_number(rf.get("/", {"page": text}))


@pytest.mark.parametrize("cell, written", [
    ("=1+1", "'=1+1"), ("+SUM(A1)", "'+SUM(A1)"), ("-x", "'-x"), ("@cmd", "'@cmd"),
    ("-12.5", "-12.5"), ("+3", "+3"), ("plain", "plain"), (None, ""),
])  # fmt: skip
def test_a_cell_cannot_become_a_formula(cell, written):
    assert safe(cell) == written


@pytest.mark.parametrize("header, languages", [
    ("fi-FI,fi;q=0.9,en;q=0.8", ["fi", "fi", "en"]), ("en;q=0.5, fi", ["fi", "en"]), ("", [""]), ("x;q=y", []),
])  # fmt: skip
def test_languages_of_a_browser(header, languages):
    assert browser_languages(header) == languages
