"""Rows on their way into the timeline, a chunk at a time, so that memory does not grow with the file."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pyarrow as pa

from loiste.accounts.masking import mask
from loiste.accounts.suppression import suppressed
from loiste.sources.files.accounts_in import SOURCE
from loiste.sources.files.identity import Identifier
from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.refusals import Spool
from loiste.sources.files.rows import Refusal, Row, RowReader
from loiste.timeline.intake import Intake
from loiste.timeline.signal import HEADER, STAGED

CHUNK = 20_000
# Given the account references of a chunk, those that rows may not name; None = they may name any.
Refused = Callable[[set[str]], set[str]] | None


def chunks(rows: Iterable[Row | Refusal]) -> Iterator[list[Row | Refusal]]:
    following = iter(rows)
    while chunk := list(islice(following, CHUNK)):
        yield chunk


def without_refused(chunk: list[Row | Refusal], reader: RowReader, refused: Refused) -> Iterator[Row | Refusal]:
    """The chunk, its rows of accounts that may not be named turned into refusals."""
    if refused is None:
        yield from chunk
        return
    refs = {row.values["account_id"] for row in chunk if isinstance(row, Row) and row.values.get("account_id")}
    barred = refused(refs)
    for row in chunk:
        if isinstance(row, Row) and row.values.get("account_id") in barred:
            yield reader.refusal(row.number, row.record, "unknown_account", "account_id")
        else:
            yield row


def tables(kind: Kind, identifier: Identifier, rows: Iterable[Row]) -> tuple[pa.Table, pa.Table]:
    """Headers and signals of some rows."""
    hidden = suppressed()
    headers: list[dict[str, Any]] = []
    signals: list[dict[str, Any]] = []
    for row in rows:
        key, content, given, ref = identifier.of(row.values, row.said)
        headers.append({"row": row.number, "key": key, "content": content, "given_id": given})
        for part, signal in enumerate(kind.signals(row.values, ref)):
            if hidden:
                mask(hidden, SOURCE, signal)
            signal["row"], signal["part"] = row.number, part
            signals.append(signal)
    return pa.Table.from_pylist(headers, HEADER), pa.Table.from_pylist(signals, STAGED)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Rows are let go once they are staged and form no cycles; looking for some would cost a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def stage(
    intake: Intake, reader: RowReader, rows: Iterable[Row | Refusal], spool: Spool, refused: Refused,
    progress: Callable[[int], None],
) -> int:  # fmt: skip
    """Hands the rows to the intake and the refusals to the spool; returns how many there were together."""
    identifier = Identifier(reader.kind)
    read = 0
    with without_collecting():
        for chunk in chunks(rows):
            intake.add(*tables(reader.kind, identifier, sound(without_refused(chunk, reader, refused), spool)))
            read += len(chunk)
            progress(read)
    return read


def sound(chunk: Iterable[Row | Refusal], spool: Spool) -> Iterator[Row]:
    """The rows of a chunk; its refusals go to the spool."""
    for row in chunk:
        if isinstance(row, Row):
            yield row
        else:
            spool.add(row)
