"""Finding rows by typed text, quickly among 100,000: beginnings by index, insides of names by one look over names.

Why this way and not another: docs/decisions/2026-11-22-finding-by-typed-text.md.
"""

import string
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Manager, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import GreaterThanOrEqual, LessThan

Rows = QuerySet[Any] | Manager[Any]
SHORTEST_INSIDE = 3  # letters; shorter texts are looked for at beginnings only
LAST = "\U0010ffff"
ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def forms(text: str) -> list[str]:
    """The text in small letters, as a database may have made them: SQLite leaves Ä as it is."""
    typed = (text.lower(), text, text.upper(), text.capitalize(), text.title())
    return list(dict.fromkeys(one.translate(ASCII_LOWER) for one in typed))


def begins(column: str, text: str) -> Q:
    """Rows whose `column`, in small letters, begins so; there is an index for it."""
    small = Lower(F(column))
    return any_of(
        Q(GreaterThanOrEqual(small, Value(form))) & Q(LessThan(small, Value(form + LAST))) for form in forms(text)
    )


def holds(column: str, text: str) -> Q:
    """Rows whose `column` has it anywhere, in large or small letters. Looks through the index of the column only."""
    return any_of(Q(**{f"{column}__icontains": form}) for form in forms(text))


def starts(column: str, text: str) -> Q:
    """The same rows as `begins`, said so that no index serves: for rows that are walked through anyway."""
    return any_of(Q(**{f"{column}__istartswith": form}) for form in forms(text))


def conditions(text: str, *, inside: str, beginnings: Sequence[str]) -> list[Q]:
    """One condition for each look that finds rows: `beginnings` of columns, and the `inside` of one."""
    looks = [begins(column, text) for column in (inside, *beginnings)]
    return [*looks, holds(inside, text)] if len(text) >= SHORTEST_INSIDE else looks


def any_of(looks: Iterable[Q]) -> Q:
    """The looks as one condition."""
    whole = Q()
    for look in looks:
        whole |= look
    return whole


def ids(rows: Rows, looks: Iterable[Q], most: int) -> list[int]:
    """Ids of rows that any look finds, those of earlier looks first; at most `most`."""
    found: dict[int, None] = {}
    for look in looks:
        if len(found) >= most:
            break
        found |= dict.fromkeys(rows.filter(look).values_list("pk", flat=True)[:most])
    return list(found)[:most]


def among(rows: QuerySet[Any], looks: Iterable[Q], most: int, *, narrow: bool = False) -> list[Any]:
    """Of the first `most` that any look finds, those that `rows` lets through, in the same order.

    `narrow`: `rows` are few of many, so the looks are taken among them only.
    """
    found = ids(rows if narrow else rows.model._default_manager, looks, most)
    there = rows.in_bulk(found)
    return [there[pk] for pk in found if pk in there]
