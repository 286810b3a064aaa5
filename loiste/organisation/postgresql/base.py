"""Django's connection to PostgreSQL, made to behave as SQLite does: one writer at a time, texts compared byte by byte.

Why: docs/decisions/2026-11-22-postgresql.md.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations, schema

from loiste.organisation.database import PATIENCE

WRITER = int.from_bytes(b"loiste")  # the lock that a transaction holds from its beginning to its end
TURN = f"set local lock_timeout = '{PATIENCE}s'; select pg_advisory_xact_lock({WRITER})"
# Long values, as bodies of deliveries, are packed by the quicker way where the server was built with it.
PACK = """
    select set_config('default_toast_compression', 'lz4', false)
    from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)"""
# Queries here end early, by an index. The server expects them to read everything, and would first compile them and
# start helpers, which takes longer (10 ms) than the answer.
PLAIN = "set jit = off; set max_parallel_workers_per_gather = 0"
TEXT, BYTEWISE = "text", 'COLLATE "C"'
TEXTS = ("CharField", "FileField", "FilePathField", "SlugField", "TextField")
WITHOUT_CASE = ("iexact", "icontains", "istartswith", "iendswith")


class Operations(operations.DatabaseOperations):
    # What is made text in a query, as an attribute out of JSON, sorts as columns do.
    cast_data_types = {**operations.DatabaseOperations.cast_data_types, "TextField": f"{TEXT} {BYTEWISE}"}


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Columns of text compare byte by byte, whatever the database does, so `like 'x%'` needs no index of its own."""

    def _iter_column_sql(self, column_db_type: str, *more: Any) -> Iterator[str]:
        first, *rest = super()._iter_column_sql(column_db_type, *more)  # type: ignore[misc]
        yield f"{first} {BYTEWISE}" if column_db_type == TEXT else first
        yield from rest

    def _alter_column_type_sql(
        self, model: Any, old_field: Any, new_field: Any, new_type: str, old_collation: Any, new_collation: Any
    ) -> Any:
        collation = "C" if new_type == TEXT else new_collation
        every = (model, old_field, new_field, new_type, old_collation, collation)
        return super()._alter_column_type_sql(*every)  # type: ignore[misc]

    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        return None


class DatabaseWrapper(base.DatabaseWrapper):
    # As in SQLite the database does not measure texts; whoever takes them in does, and says so in words.
    data_types = {**base.DatabaseWrapper.data_types, **dict.fromkeys(TEXTS, TEXT)}
    operators = {
        **base.DatabaseWrapper.operators,
        **{name: base.DatabaseWrapper.operators[name].replace("%s", f"%s {BYTEWISE}") for name in WITHOUT_CASE},
    }
    SchemaEditorClass = SchemaEditor
    ops_class = Operations

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.execute(PACK)
        self.connection.execute(PLAIN)

    def execute_bound(self, statement: str, values: Sequence[Any]) -> None:
        """One statement, its values beside it rather than written into it: several times as fast for long bytes."""
        self.ensure_connection()
        with self.wrap_database_errors:
            psycopg.Cursor(self.connection).execute(statement, values)

    def _set_autocommit(self, autocommit: bool) -> None:
        """A transaction begins by waiting for its turn, so what it reads holds until it has written."""
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            return
        try:
            with self.wrap_database_errors:
                self.connection.execute(TURN)
        except BaseException:
            self.connection.rollback()
            super()._set_autocommit(True)  # type: ignore[misc]
            raise
