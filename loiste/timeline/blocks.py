"""Blocks: immutable Parquet files of signals. Written, fsynced, renamed, then listed in the operational store."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from loiste.timeline.models import SCHEMA_VERSION, Block, Lease

FOLDER = "blocks"
COPYING = "backup"  # the lease of whoever makes a copy, which may take longer than replaced blocks are kept
GROUP = 100_000  # rows of a Parquet row group
ROWS_WORTH_A_MONTH = 200_000  # a batch with more rows of a kind is cut by month, so that reading a range skips files


def current() -> QuerySet[Block]:
    return Block.objects.filter(replaced_at=None)


def state() -> tuple[int, int]:
    """Changes whenever the list of current blocks does."""
    seen = Block.objects.aggregate(newest=Max("id"), gone=Count("id", filter=Q(replaced_at__isnull=False)))
    return (seen["newest"] or 0, seen["gone"])


def publish(home: Path, connection: Any, select: str, now: datetime, *, kept: bool = False) -> list[Block]:
    """Writes the rows of `select` (all stored columns) as blocks on disk and returns them, not yet listed.

    `kept`: what it selects from is in memory, so it can be asked again for each block. The caller lists them with
    `Block.objects.bulk_create` in the transaction that belongs to them; files that never get listed are swept away by
    `sweep`.
    """
    what = "view" if kept else "table"
    connection.execute(f"create or replace temp {what} publishing as {select}")
    made = [write(home, connection, kind, where, now) for kind, where in portions(connection)]
    connection.execute(f"drop {what} publishing")
    for folder in {(home / block.path).parent for block in made}:
        sync(folder)
    return made


def portions(connection: Any) -> Iterator[tuple[str, str]]:
    """(kind, condition) of each block to write."""
    counted = connection.execute("select kind, count(*) from publishing group by kind order by kind").fetchall()
    for kind, rows in counted:
        if rows < ROWS_WORTH_A_MONTH:
            yield kind, f"kind = '{kind}'"
            continue
        months = connection.execute(
            f"select distinct date_trunc('month', day)::date from publishing where kind = '{kind}' order by 1"
        ).fetchall()
        for (month,) in months:
            same = "day is null" if month is None else f"date_trunc('month', day)::date = date '{month}'"
            yield kind, f"kind = '{kind}' and {same}"


def write(home: Path, connection: Any, kind: str, where: str, now: datetime) -> Block:
    """One block: Parquet sorted by account, on disk for good before it gets its name.

    A block of one row group is read whole in any order, so it is not sorted before it is merged with others.
    """
    name = f"{secrets.token_hex(12)}.parquet"
    folder = home / FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".{name}"
    rows, first, last = connection.execute(
        f"select count(*), min(day), max(day) from publishing where {where}"
    ).fetchone()
    order = "order by account_ref, day, position" if rows > GROUP else ""
    connection.execute(
        f"copy (select * from publishing where {where} {order}) "
        f"to '{str(waiting).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd, row_group_size {GROUP})"
    )
    sync(waiting)
    os.replace(waiting, folder / name)
    return Block(
        path=f"{FOLDER}/{kind}/{name}", kind=kind, first_day=first, last_day=last, rows=rows,
        bytes=(folder / name).stat().st_size, schema=SCHEMA_VERSION, created_at=now,
    )  # fmt: skip


def sync(path: Path) -> None:
    """Waits until the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(home: Path, now: datetime, *, spare: timedelta = timedelta(hours=24)) -> int:
    """Deletes files that no row lists and that are older than `spare`, and blocks replaced as long ago.

    Returns the number of files deleted. Young files are spared: another process may be about to list them. While a
    copy is being made everything is spared.
    """
    if Lease.objects.filter(job=COPYING, until__gt=now).exists():
        return 0
    Block.objects.filter(replaced_at__lt=now - spare).delete()
    listed = set(Block.objects.values_list("path", flat=True))
    oldest = (now - spare).timestamp()
    gone = [
        path
        for path in (home / FOLDER).glob("*/*.parquet")
        if path.relative_to(home).as_posix() not in listed and path.stat().st_mtime < oldest
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
