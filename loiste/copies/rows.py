"""Rows as lines of JSON and back, exactly: money as integers, times in UTC, bytes as base64."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import BooleanField, CharField, IntegerField, JSONField, TextField
from django.utils.translation import gettext as _

from loiste.copies.errors import CopyError
from loiste.copies.tables import Table, name

Row = tuple[Any, ...]
AT_ONCE = 500  # rows that are written together
SAME: dict[type, type] = {CharField: str, TextField: str, IntegerField: int, BooleanField: bool}
ODD = re.compile("[\x00\ud800-\udfff]")  # letters that PostgreSQL cannot keep


def columns(table: Table) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]


def stored(table: Table, alias: str) -> Iterator[Row]:
    """Every row, by its key; a few at a time in memory."""
    every = table._base_manager.using(alias).order_by("pk").values_list(*columns(table))
    yield from every.iterator(chunk_size=AT_ONCE)


def some(table: Table, alias: str) -> bool:
    """Whether there is any row."""
    return bool(table._base_manager.using(alias).exists())


def line(names: list[str], row: Row, withheld: dict[str, Any]) -> bytes:
    return as_json(dict(zip(names, row, strict=True)) | withheld) + b"\n"


def as_json(value: Any, *, in_order: bool = False) -> bytes:
    """UTF-8; letters that it cannot write stand there by their numbers."""
    text = json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":"), sort_keys=in_order)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, default=plain, separators=(",", ":"), sort_keys=in_order).encode()


def plain(value: Any) -> str:
    """What JSON has no form for, as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"a value of {type(value).__name__} cannot be copied")


def read(table: Table, lines: Iterable[bytes]) -> Iterator[Row]:
    """The rows of these lines; CopyError when one does not belong into the table."""
    fields = [(field.attname, field, same(field)) for field in table._meta.concrete_fields]
    names = set(columns(table))
    for number, text in enumerate(lines, start=1):
        try:
            found = json.loads(text)
            if found.keys() != names:
                raise ValueError("other columns")
            yield tuple(back(field, found[attname], plainly) for attname, field, plainly in fields)
        except (ValueError, TypeError, AttributeError, ValidationError) as error:
            said = _("Row %(number)s of %(table)s does not fit its table; the copy was changed after it was made.")
            raise CopyError(said % {"number": number, "table": name(table)}) from error


def back(field: Any, value: Any, plainly: type | None) -> Any:
    if type(value) is plainly or value is None or isinstance(field, JSONField):
        return value
    return field.to_python(value)


def same(field: Any) -> type | None:
    """The type of values that are the same in JSON, in Python and in every store; None where they have to be turned."""
    while field.remote_field:
        field = field.target_field
    return next((type_ for kind, type_ in SAME.items() if isinstance(field, kind)), None)


def write(table: Table, rows: Iterable[Row], alias: str) -> int:
    """Inserts the rows with the keys that they have; returns how many. Call inside a transaction."""
    store = connections[alias]
    fields = [(field, same(field)) for field in table._meta.concrete_fields]
    quote = store.ops.quote_name
    names, places = ", ".join(quote(str(field.column)) for field, _plainly in fields), ", ".join(["%s"] * len(fields))
    statement = f"insert into {quote(name(table))} ({names}) values ({places})"
    ready: Iterator[Any] = (
        [
            value if type(value) is plainly else field.get_db_prep_save(value, store)
            for (field, plainly), value in zip(fields, row, strict=True)
        ]
        for row in fitting(rows, alias)
    )
    written = 0
    with store.cursor() as cursor:  # several times as fast as making an object of each row
        while batch := list(islice(ready, AT_ONCE)):
            cursor.executemany(statement, batch)
            written += len(batch)
    return written


def fitting(rows: Iterable[Row], alias: str) -> Iterable[Row]:
    """The rows as the store can keep them: PostgreSQL has no place for a zero among letters."""
    if connections[alias].vendor != "postgresql":
        return rows
    return (tuple(mended(value) for value in row) for row in rows)


def mended(value: Any) -> Any:
    """The value with odd letters replaced, inside JSON as well."""
    if isinstance(value, str):
        return ODD.sub("\N{REPLACEMENT CHARACTER}", value) if ODD.search(value) else value
    if isinstance(value, dict):
        return {mended(key): mended(one) for key, one in value.items()}
    if isinstance(value, list):
        return [mended(one) for one in value]
    return value


def digest(table: Table, alias: str, like: str) -> tuple[int, int]:
    """How many rows there are, and a sum over their content, as the store `like` would keep it."""
    count = total = 0
    for row in fitting(stored(table, alias), like):
        count += 1
        total += int.from_bytes(hashlib.blake2b(as_json(row, in_order=True), digest_size=8).digest())
    return count, total % 2**64
