"""Reading the audit log: which lines are asked for, page by page, all of them for a file.

A filter that few lines meet is answered by its own index; of those that many meet, one serves by its index and the
others are checked row by row. The database cannot know which is which, so a bounded look tells it.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from loiste.accounts import audit, values
from loiste.accounts.doors import audit_for
from loiste.accounts.models import Audit, User
from loiste.accounts.permissions import Actor, Right, check

FEW = 1_000  # lines that are named one by one
MOST = 2_000  # different values that are looked through
ORIGINS = ("page", "api", "cli", "worker")
COLUMNS = ("at", "by", "origin", "action", "subject", "before", "after")
Lines = QuerySet[Audit]


@dataclass(frozen=True)
class Asked:
    """Empty = all. `who` is part of a name or address, `subject` the whole id; `since` counts, `until` does not."""

    who: str = ""
    action: str = ""
    subject: str = ""
    origin: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def said(self) -> dict[str, str]:
        """What was asked, for the log itself."""
        found = {name: str(value) for name, value in vars(self).items() if value and isinstance(value, str)}
        days = {name: at.isoformat() for name in ("since", "until") if (at := getattr(self, name))}
        return found | days


@dataclass(frozen=True)
class Page:
    """`newer` and `older` are the places of the neighbours, empty at the ends."""

    rows: list[Audit]
    newer: str
    older: str


def lines(by: Actor, asked: Asked) -> Lines:
    """The lines asked for, in no order; PermissionDenied for who may not see them."""
    check(by, Right.AUDIT)
    found = audit_for(by)
    if asked.since:
        found = found.filter(at__gte=asked.since)
    if asked.until:
        found = found.filter(at__lt=asked.until)
    if asked.action:
        found = having(found, "action", [asked.action])
    if asked.subject:
        found = having(found, "subject", [asked.subject])
    if asked.origin:
        found = matching(found, "origin", asked.origin, lambda one: one.partition(" ")[0] == asked.origin)
    return matching(found, "by", asked.who, is_who(asked.who)) if asked.who else found


def is_who(text: str) -> Callable[[str], bool]:
    """Whether a label, or the name of the person whose address it is, has this text."""
    part = text.casefold()
    called = {email for email, name in User.objects.values_list("email", "name") if part in name.casefold()}
    return lambda one: part in one.casefold() or one in called


def matching(found: Lines, column: str, text: str, fits: Callable[[str], bool]) -> Lines:
    """Lines whose value fits; where there are too many different values, those that have the text."""
    every = values.distinct(column, MOST)
    if len(every) == MOST:
        return found.filter(**{f"{column}__icontains": text})
    return having(found, column, [one for one in every if fits(one)])


def having(found: Lines, column: str, wanted: list[str]) -> Lines:
    """Lines with one of these values."""
    if not wanted:
        return found.none()
    among = Q(**{f"{column}__in": wanted})
    few = list(Audit.objects.filter(among).values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return found.filter(pk__in=few)
    if len(wanted) == 1:
        return found.filter(**{column: wanted[0]})
    # As an expression no index serves it: lines are read in their order and checked, instead of all sorted.
    return found.alias(**{f"{column}_said": Concat(column, Value(""))}).filter(**{f"{column}_said__in": wanted})


def page(found: Lines, way: str, place: str, size: int) -> Page:
    """The `size` lines that are `older` or `newer` than a place; the newest when `way` is empty.

    ValueError for what is no place.
    """
    back = way == "newer"
    rows: list[Audit] = []
    for look in looks(found, read(place) if way else None, back=back):
        if len(rows) <= size:
            rows += look[: size + 1 - len(rows)]
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    newer, older = (more, True) if back else (bool(way), more)
    return Page(rows, written(rows[0]) if rows and newer else "", written(rows[-1]) if rows and older else "")


def looks(found: Lines, start: tuple[datetime, int] | None, *, back: bool) -> Iterator[Lines]:
    """What to read in turn, each along one index: the rest of the same moment, then what lies beyond."""
    ordered = found.order_by("at", "id") if back else found.order_by("-at", "-id")
    if start is None:
        yield ordered
        return
    (at, pk), beyond = start, "gt" if back else "lt"
    yield ordered.filter(**{"at": at, f"id__{beyond}": pk})
    yield ordered.filter(**{f"at__{beyond}": at})


def written(row: Audit) -> str:
    return f"{row.at.isoformat()}_{row.pk}"


def read(text: str) -> tuple[datetime, int]:
    at, _sign, pk = text.partition("_")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise ValueError(text)
    return moment, int(pk)


def export_log(asked: Asked, *, by: Actor, now: datetime) -> Iterator[dict[str, Any]]:
    """The lines asked for, newest first, as COLUMNS. That somebody took them is a line of its own."""
    check(by, Right.AUDIT)
    found = lines(by, asked).order_by("-at", "-id")
    audit.write(by, "audit.export", "", now, after=asked.said() or None)
    return ({name: getattr(row, name) for name in COLUMNS} for row in found.iterator(chunk_size=2_000))


def cells(row: dict[str, Any]) -> list[str]:
    """A line for a table: the moment in UTC as ISO 8601, what was and what is as JSON."""
    told = [row["at"].isoformat(), *(row[name] for name in COLUMNS[1:5])]
    return told + ["" if row[name] is None else json.dumps(row[name], ensure_ascii=False) for name in COLUMNS[5:]]
