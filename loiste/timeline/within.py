"""Signals of a range of days, read from the blocks that can hold them; so that one account's page opens few files."""

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from loiste.timeline import blocks, engine

Row = dict[str, Any]
_local = threading.local()
_listed: dict[tuple[str, tuple[int, int]], dict[str, list["Listed"]]] = {}
_unowned: dict[str, bool] = {}
# A file that does not count its nulls may hold some.
NULLS = """
    select file_name, sum(coalesce(stats_null_count, 1)) from parquet_metadata(?)
    where path_in_schema = 'account_ref' group by file_name"""


@dataclass(frozen=True)
class Listed:
    """A current block; the days are None when none of its signals has one."""

    path: str
    schema: int
    first: date | None
    last: date | None

    def may_hold(self, first: date, last: date) -> bool:
        return self.first is not None and self.last is not None and self.first <= last and self.last >= first


@dataclass(frozen=True)
class Reading:
    """The blocks as they are listed at one moment, and this thread's connection to read them with."""

    home: Path
    connection: Any
    listed: dict[str, list[Listed]]

    def relation(
        self, kind: str, first: date | None = None, last: date | None = None, *, unowned: bool = False
    ) -> str:  # fmt: skip
        """SQL over the blocks that can hold signals of the kind from `first` to `last`; over all when neither is given.

        The blocks may hold other days too, so the query still has to say which it wants. `unowned`: only blocks with
        signals that name no account.
        """
        chosen = self.chosen(kind, first, last, unowned=unowned)
        return engine.over(self.home, [(one.path, one.schema) for one in chosen])

    def holds(self, kind: str, first: date | None = None, last: date | None = None, *, unowned: bool = False) -> bool:
        """Whether there is any block to read."""
        return bool(self.chosen(kind, first, last, unowned=unowned))

    def chosen(self, kind: str, first: date | None, last: date | None, *, unowned: bool) -> list[Listed]:
        every = self.listed.get(kind, [])
        if first or last:
            every = [one for one in every if one.may_hold(first or date.min, last or date.max)]
        return self.with_unowned(every) if unowned else every

    def with_unowned(self, chosen: list[Listed]) -> list[Listed]:
        """Those blocks that hold signals without account. A block never changes, so each is asked once."""
        new = [one.path for one in chosen if one.path not in _unowned]
        if new:
            paths = {str(self.home / path): path for path in new}
            rows = self.connection.execute(NULLS, [list(paths)]).fetchall()
            _unowned.update({paths[name]: bool(nulls) for name, nulls in rows})
        return [one for one in chosen if _unowned.get(one.path, True)]

    def first_day(self, kinds: list[str]) -> date | None:
        """The earliest day of any signal of these kinds."""
        days = [one.first for kind in kinds for one in self.listed.get(kind, []) if one.first]
        return min(days, default=None)

    def last_day(self, kind: str) -> date | None:
        """The newest day of any signal of the kind."""
        return max((one.last for one in self.listed.get(kind, []) if one.last), default=None)

    def fetch(self, sql: str, values: list[Any]) -> list[Row]:
        """Rows as dictionaries."""
        found = self.connection.execute(sql, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def reading(home: Path) -> Reading:
    """A look at the blocks of this moment. The connection stays open: new blocks need no new one."""
    if getattr(_local, "home", None) != str(home):
        _local.connection, _local.home = engine.connect(home), str(home)
    return Reading(home, _local.connection, listed(home))


def listed(home: Path) -> dict[str, list[Listed]]:
    """The current blocks by kind; kept until the list changes."""
    state = (str(home), blocks.state())
    if state not in _listed:
        found: dict[str, list[Listed]] = {}
        rows = blocks.current().order_by("first_day", "id")
        for kind, path, schema, first, last in rows.values_list("kind", "path", "schema", "first_day", "last_day"):
            found.setdefault(kind, []).append(Listed(path, schema, first, last))
        _listed.clear()
        _listed[state] = found
    return _listed[state]
