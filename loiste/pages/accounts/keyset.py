"""Pages of any length of list by where the last one ended: no page costs more than the first.

The order of a list: rows with a value by that value and then by id, then rows without one by id. A page is read in at
most three looks, each along one index: the rest of the rows with the same value, the rows beyond, the rows without.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts.models import Account
from loiste.pages.accounts.columns import Column, unindexed

Look = QuerySet[Account]


@dataclass(frozen=True)
class Cursor:
    """A row's place: its value in the column sorted by (None = unknown), and its id."""

    value: Any
    pk: int


@dataclass(frozen=True)
class Page:
    """`before` and `after` are the cursors of the neighbours, empty at the ends."""

    rows: list[Account]
    before: str
    after: str


def written(cursor: Cursor) -> str:
    value = cursor.value.isoformat() if isinstance(cursor.value, date) else cursor.value
    return base64.urlsafe_b64encode(json.dumps([value, cursor.pk]).encode()).decode().rstrip("=")


def read(text: str, column: Column) -> Cursor:
    """The cursor of an address; BadRequest for what is none of this column."""
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(pk, int):
            raise ValueError(pk)
        return Cursor(None if value is None else column.read(value), pk)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadRequest(_("The page in the address cannot be read; begin from the first page.")) from error


class Order:
    """One order of the accounts found, readable from any cursor in both directions.

    `few`: they are sorted, not met along the index of the order, where they may stand far behind.
    """

    def __init__(self, found: QuerySet[Account], column: Column, *, descending: bool, few: bool = False) -> None:
        self.column, self.descending = column, descending
        self.key = unindexed(column.field) if few else F(column.field)
        # The id as the column's own table has it, so that its index gives the whole order.
        self.id = f"{column.relation}__account_id" if column.path else "id"
        self.found = found.select_related("standing", "health", "corner").annotate(sort_value=column.sql)

    def known(self, *, back: bool) -> Look:
        """Rows with a value; `back` reads from the end."""
        down = self.descending != back
        order = (one.desc() if down else one.asc() for one in (self.key, F(self.id)))
        return self.found.filter(self.column.there).order_by(*order)

    def unknown(self, *, back: bool) -> Look:
        """Rows without a value, last whichever way the list is sorted."""
        return self.found.filter(self.column.lacking).order_by("-id" if back else "id")

    def looks(self, start: Cursor | None, *, back: bool) -> Iterator[Look]:
        """What to read, in turn, until enough rows are found."""
        if start is None:
            yield from (self.known(back=back), self.unknown(back=back))
        elif start.value is None:
            yield self.unknown(back=back).filter(**{f"id__{'lt' if back else 'gt'}": start.pk})
            if back:
                yield self.known(back=True)
        else:
            rising, field = self.descending == back, self.column.field
            way = "gt" if rising else "lt"
            yield self.known(back=back).filter(**{field: start.value, f"{self.id}__{way}": start.pk})
            yield self.known(back=back).filter(**{f"{field}__{way}": start.value})
            if not back:
                yield self.unknown(back=False)

    def cursor(self, account: Account) -> str:
        """The place of a row of this order, for an address."""
        value = account.sort_value  # type: ignore[attr-defined]
        unknown = value is None or (self.column.kind == "text" and value in ("", "[]"))
        return written(Cursor(None if unknown else value, account.pk))

    def page(self, asked: tuple[str, str], size: int) -> Page:
        """The `size` rows after or before a cursor, or the first ones."""
        way, text = asked
        back, start = way == "before", read(text, self.column) if way else None
        rows: list[Account] = []
        for look in self.looks(start, back=back):
            if len(rows) <= size:
                rows += look[: size + 1 - len(rows)]
        more, rows = len(rows) > size, rows[:size]
        if back:
            rows.reverse()
        earlier, later = (more, True) if back else (bool(way), more)
        return Page(
            rows,
            before=self.cursor(rows[0]) if rows and earlier else "",
            after=self.cursor(rows[-1]) if rows and later else "",
        )

    def every(self) -> Iterator[Account]:
        """All rows in order, some thousands in memory at a time."""
        for look in self.looks(None, back=False):
            yield from look.iterator(chunk_size=2_000)
