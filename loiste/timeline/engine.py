"""DuckDB, opened only here: locked to the home folder, in UTC, without extensions or outside access."""

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb

from loiste.timeline import blocks
from loiste.timeline.models import SCHEMA_VERSION
from loiste.timeline.signal import KINDS, columns

_local = threading.local()
Clock = Literal["known_at", "received_at"]


def connect(home: Path, *, memory: str = "4GB") -> duckdb.DuckDBPyConnection:
    """A fresh in-memory database that can read and write only under `home`, with spill space there."""
    spill = home / "tmp"
    spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:")
    for statement in (
        "SET TimeZone = 'UTC'",
        "SET enable_progress_bar = false",  # it would be drawn into the output of commands
        "SET parquet_metadata_cache = true",  # blocks never change
        f"SET memory_limit = '{memory}'",
        f"SET temp_directory = '{quoted(spill)}'",
        f"SET allowed_directories = ['{quoted(home)}/']",
        "SET preserve_insertion_order = false",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


def quoted(path: Path | str) -> str:
    """Text safe between single quotes in SQL."""
    return str(path).replace("'", "''")


def reader(
    home: Path, known_by: datetime | None = None, instead: Mapping[str, str] | None = None, clock: Clock = "known_at"
) -> duckdb.DuckDBPyConnection:
    """This thread's connection, with one relation `signals_KIND` per kind over the listed blocks.

    `known_by` (UTC, naive): without what became known at that moment or later. `instead`: SQL of a small part of the
    signals, by kind, for who wants no more than that; it is read once and kept until another part is wanted. `clock`:
    when it could be known, or when it was received here.
    """
    state = (str(home), blocks.state())
    if getattr(_local, "state", None) != state:
        close()
        _local.connection, _local.state, _local.seen, _local.part = connect(home), state, None, {}
        _local.whole = {kind: relation(home, kind) for kind in KINDS}
    seen = (known_by, dict(instead or {}), clock)
    if _local.seen != seen:
        _local.seen = seen
        kept = "" if known_by is None else f" where {clock} < timestamp '{known_by}'"
        look(_local.connection, {**_local.whole, **kept_apart(seen[1])}, kept)
    return _local.connection


def look(connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str], kept: str) -> None:
    """Points the relations at these; `kept` is the condition on what is seen of them."""
    for kind, whole in relations.items():
        signals = f"select * from ({whole}) s{kept}" if kept else whole
        connection.execute(f"create or replace temp view signals_{kind} as {signals}")


def kept_apart(instead: Mapping[str, str]) -> dict[str, str]:
    """SQL of the tables of this thread into which these parts were read."""
    if instead and _local.part != instead:
        for kind, signals in instead.items():
            _local.connection.execute(f"create or replace temp table part_{kind} as {signals}")
        _local.part = instead
    return {kind: f"select * from part_{kind}" for kind in instead}


def close() -> None:
    """Lets go of this thread's connection."""
    connection = getattr(_local, "connection", None)
    if connection is not None:
        connection.close()
    _local.connection = _local.state = None


def relation(home: Path, kind: str) -> str:
    """SQL of all stored signals of a kind; an empty typed relation when there are none."""
    listed = blocks.current().filter(kind=kind).order_by("first_day", "id")
    return over(home, list(listed.values_list("path", "schema")))


def pour(home: Path, kind: str, path: Path) -> None:
    """Writes all stored signals of a kind to a new Parquet file under `home`; OSError when the disk refuses."""
    connection = connect(home, memory="500MB")  # rows go from file to file
    try:
        form = f"format parquet, compression zstd, row_group_size {blocks.GROUP}"
        connection.execute(f"copy ({relation(home, kind)}) to '{quoted(path)}' ({form})")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def every(home: Path) -> str:
    """SQL of all stored signals of all kinds."""
    return over(home, list(blocks.current().order_by("id").values_list("path", "schema")))


def literal(text: str) -> str:
    """A text as a literal of SQL."""
    return f"'{quoted(text)}'"


def over(home: Path, listed: list[tuple[str, int]]) -> str:
    """SQL of all signals in these blocks, given as path and schema version; empty but typed when there are none."""
    names = ", ".join(f'"{name}"' for name, _ in columns())
    typed = ", ".join(f'null::{kind_} as "{name}"' for name, kind_ in columns())
    empty = f"select {typed} where false"
    if not listed:
        return empty
    paths = ", ".join(f"'{quoted(home / path)}'" for path, _ in listed)
    if {schema for _, schema in listed} == {SCHEMA_VERSION}:  # no look into every footer
        return f"select {names} from read_parquet([{paths}])"
    # Older blocks lack columns, which read as null.
    every = f"select * from read_parquet([{paths}], union_by_name = true)"
    return f"select {names} from ({every} union all by name {empty})"
