"""Making small blocks one, so that reading stays fast; and letting go of what is past its time."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from loiste.timeline import blocks, engine
from loiste.timeline.models import SCHEMA_VERSION, Block
from loiste.timeline.signal import columns

SMALL = 1_000_000  # rows; larger blocks are left alone
MANY = 16  # so many small blocks of a kind and month are worth being made one
MEMORY = "1GB"
Place = tuple[str, int, int]  # kind, year, month


def merge(home: Path, now: datetime, *, many: int = MANY) -> int:
    """Merges small blocks of one kind and month where there are `many`; returns how many blocks were replaced.

    A merged block holds the same signals. Whoever still reads the old ones may go on for a day.
    """
    return sum(merge_some(home, group, now) for group in worth_merging(many))


def worth_merging(many: int) -> list[list[Block]]:
    """Blocks that span at most one month are put together by month, the others by kind."""
    places: dict[Place, list[Block]] = defaultdict(list)
    for block in blocks.current().filter(rows__lt=SMALL).order_by("id"):
        places[place(block)].append(block)
    return [group for group in places.values() if len(group) >= many]


def place(block: Block) -> Place:
    first, last = block.first_day, block.last_day
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return block.kind, 0, 0
    return block.kind, first.year, first.month


def merge_some(home: Path, group: list[Block], now: datetime) -> int:
    """One new block (or one a month, when there are many rows) in the place of these."""
    return rewrite(home, group, now, where="true")


def rewrite(home: Path, group: list[Block], now: datetime, *, where: str) -> int:
    """Writes the rows of these blocks that satisfy `where` anew and lists them instead; 0 when somebody else did."""
    connection = engine.connect(home, memory=MEMORY)
    try:
        return replace(home, connection, group, f"{rows_of(home, group)} where {where}", now)
    finally:
        connection.close()


def replace(home: Path, connection: Any, group: list[Block], select: str, now: datetime) -> int:
    """Lists blocks of what `select` gives in the place of these; 0 when somebody else has replaced them."""
    return swap(group, written(home, connection, group, select, now), now)


def written(home: Path, connection: Any, group: list[Block], select: str, now: datetime) -> list[Block]:
    """Blocks of what `select` gives, to be listed in the place of these."""
    made = blocks.publish(home, connection, select, now)
    version = max(block.version or block.pk for block in group)
    for block in made:
        block.version = version
        block.created_at = max(one.created_at for one in group)  # ids inside are looked for by the time they came
    return made


def swap(group: list[Block], made: list[Block], now: datetime) -> int:
    """In one short transaction; 0, and nothing changed, when somebody else has replaced one of the group."""
    with transaction.atomic():
        replaced = blocks.current().filter(pk__in=[block.pk for block in group]).update(replaced_at=now)
        if replaced != len(group):
            transaction.set_rollback(True)
            return 0
        Block.objects.bulk_create(made)
    return replaced


def rows_of(home: Path, group: list[Block]) -> str:
    paths = ", ".join(f"'{engine.quoted(home / block.path)}'" for block in group)
    names = ", ".join(f'"{name}"' for name, _ in columns())
    every = f"select * from read_parquet([{paths}], union_by_name = true)"
    if any(block.schema < SCHEMA_VERSION for block in group):
        typed = ", ".join(f'null::{kind} as "{name}"' for name, kind in columns())
        every = f"{every} union all by name select {typed} where false"
    return f"select {names} from ({every})"


def retain(home: Path, keep: Mapping[Any, int], *, today: date, now: datetime) -> int:
    """Lets go of signals of a kind older than so many days; returns how many blocks were replaced or dropped."""
    gone = 0
    for kind, days in keep.items():
        limit = today - timedelta(days=days)
        old = blocks.current().filter(kind=kind, first_day__lt=limit)
        gone += old.filter(last_day__lt=limit).update(replaced_at=now)
        for block in blocks.current().filter(kind=kind, first_day__lt=limit):
            gone += rewrite(home, [block], now, where=f"day is null or day >= date '{limit}'")
    return gone
