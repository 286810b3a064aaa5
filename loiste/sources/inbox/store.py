"""Storing deliveries for good. Those that come at the same time share one commit, and with it one wait for the disk."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections

from loiste.organisation.store import refresh

SQL = "insert into sources_delivery (source_id, wire, events, received_at, body) values "
ROW = "(%s, %s, %s, %s, %b)"  # %b: bytes as they are, not written out as text


@dataclass
class Waiting:
    row: tuple[int, str, int, datetime, bytes]
    done: bool = False
    error: Exception | None = None


_queue: list[Waiting] = []
_queue_lock, _write_lock = Lock(), Lock()


def store(source: int, wire: str, events: int, received_at: datetime, body: bytes) -> None:
    """Returns when the delivery is on disk; raises what the database raised when it could not be stored."""
    mine = Waiting((source, wire, events, received_at, body))
    with _queue_lock:
        _queue.append(mine)
    with _write_lock:
        if not mine.done:
            with _queue_lock:
                batch = list(_queue)
                _queue.clear()
            write(batch)
    if mine.error is not None:
        raise mine.error


def write(batch: list[Waiting]) -> None:
    """One statement, which is a transaction of its own, for all; its failure is the failure of each."""
    try:
        insert([one.row for one in batch])
    except Exception as error:  # noqa: BLE001  (handed to whoever waits)
        for one in batch:
            one.error = error
    finally:
        for one in batch:
            one.done = True


def insert(rows: list[tuple[Any, ...]]) -> None:
    """By the driver itself: Django's cursor takes about as long as the statement."""
    store_: Any = connections[DEFAULT_DB_ALIAS]  # asked once: finding this thread's connection takes its time, too
    sql, values = SQL + ", ".join([ROW] * len(rows)), [value for row in rows for value in row]
    if store_.vendor == "sqlite":
        store_.ensure_connection()
        with store_.wrap_database_errors:
            store_.connection.execute(sql.replace("%s", "?").replace("%b", "?"), [*map(as_sqlite, values)])
    else:
        to_server(store_, sql, values)


def to_server(store_: Any, sql: str, values: list[Any]) -> None:
    """Where the connection turns out to be gone, once more on another: a delivery stored twice is drained once."""
    try:
        store_.execute_bound(sql, values)
    except Error:
        refresh()
        if store_.connection is not None:
            raise
        store_.execute_bound(sql, values)


def as_sqlite(value: Any) -> Any:
    """A time as Django writes it there; other values as they are."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value
