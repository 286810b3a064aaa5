"""A rule as rows of a form: a group of comparisons, and groups inside it, one level deep. It stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from pydantic import ValidationError

from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.organisation.config import one_line

HOWS = ("all", "any", "none", "not_all")
NUMBERS = ("at_least", "above", "at_most", "below")
DAYS = ("within_days", "older_than_days")
TESTS = (*NUMBERS, "is_one_of", "not_one_of", *DAYS, "known", "unknown", "in", "not_in")
FIELDS = ("what", "test", "value", "days", "group")
TOP = 0
MOST_ROWS = 40


class TooDeep(Exception):
    """A rule that the form cannot show; its YAML can."""


class Wrong(Exception):
    """A row that says no comparison; the text says why."""


@dataclass(frozen=True)
class Row:
    """`what`: `metric:KEY`, `attribute:NAME` or `segment:KEY`; empty = not filled in yet."""

    what: str = ""
    test: str = "at_least"
    value: str = ""
    days: str = ""
    group: int = TOP

    @property
    def empty(self) -> bool:
        return not self.what


@dataclass(frozen=True)
class Draft:
    """`hows[n]` says how the rows of group n count together; group 0 is the whole, with the others as parts."""

    rows: tuple[Row, ...] = (Row(),)
    hows: tuple[str, ...] = ("all",)

    def parts(self) -> list[tuple[str, str]]:
        """The draft in an address."""
        found = [("how", how) for how in self.hows]
        return found + [(name, str(getattr(row, name))) for row in self.rows for name in FIELDS]

    def query(self, more: Mapping[str, str]) -> str:
        return urlencode([*((key, value) for key, value in more.items() if value), *self.parts()])


def read(query: QueryDict) -> Draft | None:
    """The draft of an address; None when there is none in it."""
    columns = [query.getlist(name) for name in FIELDS]
    if not query.getlist("how"):
        return None
    hows = tuple(how if how in HOWS else "all" for how in query.getlist("how")[:MOST_ROWS])
    rows = []
    for what, test, value, days, group in list(zip(*columns, strict=False))[:MOST_ROWS]:
        place = int(group) if group.isascii() and group.isdigit() and int(group) < len(hows) else TOP
        rows.append(Row(what[:320], test if test in TESTS else "at_least", value[:1000], days[:4], place))
    return Draft(tuple(rows), hows)


def done(draft: Draft, deed: str) -> Draft:
    """What a button of the form does: `row-GROUP`, `drop-ROW`, `group`, or `drop_group-GROUP`."""
    name, _, place = deed.partition("-")
    number = int(place) if place.isascii() and place.isdigit() else 0
    if name == "row" and len(draft.rows) < MOST_ROWS:
        return replace(draft, rows=(*draft.rows, Row(group=min(number, len(draft.hows) - 1))))
    if name == "group" and len(draft.rows) < MOST_ROWS:
        return Draft((*draft.rows, Row(group=len(draft.hows))), (*draft.hows, "any"))
    if name == "drop":
        return replace(draft, rows=draft.rows[:number] + draft.rows[number + 1 :])
    if name == "drop_group" and 0 < number < len(draft.hows):
        rows = (row for row in draft.rows if row.group != number)
        moved = tuple(replace(row, group=row.group - (row.group > number)) for row in rows)
        return Draft(moved, draft.hows[:number] + draft.hows[number + 1 :])
    return draft


def rule_of(draft: Draft) -> AnyRule:
    """The rule that the rows say; rows that are not filled in say nothing, and no rows at all mean every account."""
    of_groups = [
        together(how, [compare(row) for row in draft.rows if row.group == number and not row.empty])
        for number, how in enumerate(draft.hows)
        if number != TOP
    ]
    own = [compare(row) for row in draft.rows if row.group == TOP and not row.empty]
    return together(draft.hows[TOP], [*own, *(one for one in of_groups if one is not None)]) or Everyone(everyone=True)


def together(how: str, parts: list[AnyRule]) -> AnyRule | None:
    if not parts:
        return None
    any_of = how in ("any", "none")
    whole: AnyRule = parts[0] if len(parts) == 1 else AnyOf(any=tuple(parts)) if any_of else AllOf(all=tuple(parts))
    return Not(**{"not": whole}) if how in ("none", "not_all") else whole


def compare(row: Row) -> AnyRule:
    source, _, name = row.what.partition(":")
    test, value = row.test, row.value.strip()
    said: dict[str, object] = {source: name}
    if source == "metric" and row.days.strip():
        said["days"] = row.days.strip()
    if source == "segment":
        inside = checked(said)
        return Not(**{"not": inside}) if test in ("not_in", "not_one_of") else inside
    if test in ("is_one_of", "not_one_of"):
        one = checked(said | {"is_one_of": [part.strip() for part in value.split(",") if part.strip()]})
        return Not(**{"not": one}) if test == "not_one_of" else one
    if test in ("known", "unknown"):
        return checked(said | {"known": test == "known"})
    return checked(said | {test: value.replace(",", ".").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")})


def checked(said: dict[str, object]) -> Compare:
    try:
        return Compare.model_validate(said)
    except ValidationError as error:
        raise Wrong(one_line(error)) from error
