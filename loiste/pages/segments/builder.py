"""The form of a rule as a template needs it: groups with their rows, each with the choices it offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.metrics import dimensions
from loiste.metrics.by_account import askable, windowed
from loiste.pages.dimensions import Choice, word
from loiste.pages.segments.draft import TESTS, Draft, Row

ALSO = ("signed_up_on", "country", "owner", "tier", "corner")  # attributes that accounts have anyway
NOT = ("plan", "tags")  # a plan is said of subscriptions, and tags are many in one text


@dataclass(frozen=True)
class Line:
    """A row: its number, and what it says."""

    number: int
    row: Row
    whats: list[tuple[str, list[Choice]]]
    tests: list[Choice]


@dataclass(frozen=True)
class Group:
    number: int
    hows: list[Choice]
    lines: list[Line]


def groups(draft: Draft, home: Path) -> list[Group]:
    offered = sources(home)
    lines = [(row.group, line(number, row, offered)) for number, row in enumerate(draft.rows)]
    return [
        Group(number, hows(how), [one for group, one in lines if group == number])
        for number, how in enumerate(draft.hows)
    ]


def sources(home: Path) -> Mapping[str, list[tuple[str, str]]]:
    """By group of the list: (value, name) of everything that has a value for each account."""
    metrics = [(f"metric:{one.key}", f"{one.name}{' …' if windowed(one) else ''}") for one in askable()]
    names = sorted({*dimensions.of_accounts(home), *ALSO} - set(NOT), key=lambda name: word(name).casefold())
    return {
        _("Metrics"): sorted(metrics, key=lambda pair: pair[1].casefold()),
        _("Attributes"): [(f"attribute:{name}", word(name)) for name in names],
    }


def line(number: int, row: Row, offered: Mapping[str, list[tuple[str, str]]]) -> Line:
    known = {value for pairs in offered.values() for value, _name in pairs}
    more = {_("Others"): [(row.what, row.what.partition(":")[2])]} if row.what and row.what not in known else {}
    whats = [
        (title, [Choice(value, name, value == row.what) for value, name in pairs])
        for title, pairs in {**offered, **more}.items()
    ]
    allowed = [test for test in TESTS if (test in ("in", "not_in")) == row.what.startswith("segment:")]
    tests = test_words()
    return Line(number, row, whats, [Choice(test, tests[test], test == row.test) for test in allowed])


def hows(chosen: str) -> list[Choice]:
    words = {
        "all": _("all of these hold"), "any": _("any of these holds"), "none": _("none of these holds"),
        "not_all": _("not all of these hold"),
    }  # fmt: skip
    return [Choice(key, name, key == chosen) for key, name in words.items()]


def test_words() -> dict[str, str]:
    return {
        "at_least": _("at least"), "above": _("above"), "at_most": _("at most"), "below": _("below"),
        "is_one_of": _("is (one of, with commas)"), "not_one_of": _("is not (any of, with commas)"),
        "within_days": _("at most so many days ago"), "older_than_days": _("more than so many days ago"),
        "known": _("is known"), "unknown": _("is not known"), "in": _("is inside"), "not_in": _("is outside"),
    }  # fmt: skip
