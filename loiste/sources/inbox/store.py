"""Storing deliveries for good. Those that come at the same time share one commit, and with it one wait for the disk."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db import connection

SQL = "insert into sources_delivery (source_id, wire, events, received_at, body) values "
ROW = "(%s, %s, %s, %s, %s)"


@dataclass
class Waiting:
    row: tuple[int, str, int, Any, bytes]
    done: bool = False
    error: Exception | None = None


_queue: list[Waiting] = []
_queue_lock, _write_lock = Lock(), Lock()


def store(source: int, wire: str, events: int, received_at: datetime, body: bytes) -> None:
    """Returns when the delivery is on disk; raises what the database raised when it could not be stored."""
    mine = Waiting((source, wire, events, connection.ops.adapt_datetimefield_value(received_at), body))
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
        with connection.cursor() as cursor:
            cursor.execute(SQL + ", ".join([ROW] * len(batch)), [value for one in batch for value in one.row])
    except Exception as error:  # noqa: BLE001  (handed to whoever waits)
        for one in batch:
            one.error = error
    finally:
        for one in batch:
            one.done = True
