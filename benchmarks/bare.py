"""A bare handler: reads the body and stores it in SQLite as the inbox does, nothing else. What acceptance is measured by."""

import os
import sqlite3
import threading
from datetime import UTC, datetime

HOME = os.environ["BARE_HOME"]
SQL = "insert into delivery (source_id, wire, events, received_at, body) values (?, ?, ?, ?, ?)"
_local = threading.local()


def connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(f"{HOME}/bare.sqlite3", timeout=20, isolation_level=None)
        _local.connection.execute("pragma journal_mode=wal")
        _local.connection.execute("pragma synchronous=full")
        _local.connection.execute(
            "create table if not exists delivery (id integer primary key autoincrement, source_id integer, "
            "wire text, events integer, received_at text, body blob)"
        )
    return _local.connection


def application(environ, start):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    connection().execute(SQL, (1, "segment", 100, datetime.now(UTC).isoformat(), body))
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", "16")])
    return [b'{"success":true}']
