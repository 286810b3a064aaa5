"""Writing live signals: facts with their own source and time of receipt, told apart by the sender's ids."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from loiste.timeline import blocks
from loiste.timeline.models import SCHEMA_VERSION, Block
from loiste.timeline.received import Halves, halves
from loiste.timeline.signal import FACTS, STATE_KINDS, columns

# What the drain gives beside FACTS: the event's key, which signal of it this is, and where and when it came. The halves
# of the id are those of `ids_of`, null for the later signals of an event, whose ids are made here.
GIVEN = pa.schema(
    [("key", pa.string()), ("part", pa.int16()), ("source", pa.string()), ("received_at", pa.timestamp("us")),
     ("position", pa.int64()), ("upper_half", pa.uint64()), ("lower_half", pa.uint64()), *FACTS]
)  # fmt: skip
CHUNK = 10_000  # rows that the engine hands to one of its threads


def ids_of(connection: Any, sources: Sequence[str], keys: Sequence[str]) -> Halves:
    """The ids of the first signals of events."""
    events = {"source": pa.array(sources, pa.string()), "key": pa.array(keys, pa.string())}
    connection.register("given_events", in_chunks(pa.table(events | {"place": np.arange(len(keys))})))
    found = connection.execute(
        f"select {halves('n')} from (select md5(source || '/' || key || '/0')::uuid::uhugeint as n, place "
        "from given_events) order by place"
    ).fetchnumpy()
    connection.unregister("given_events")
    return np.column_stack([found["upper_half"], found["lower_half"]]).astype(np.uint64, copy=False)


def in_chunks(table: pa.Table) -> pa.Table:
    """The same table in parts, so that the engine reads it with all its threads."""
    return pa.Table.from_batches(table.to_batches(max_chunksize=CHUNK), schema=table.schema)


def days(moments: npt.NDArray[np.datetime64], zone: ZoneInfo) -> npt.NDArray[np.datetime64]:
    """The organisation's day of each moment (UTC, naive, microseconds)."""
    quarters, where = np.unique(moments.astype("datetime64[s]").astype(np.int64) // 900, return_inverse=True)
    offsets = [
        (datetime.fromtimestamp(int(quarter) * 900, UTC).astimezone(zone).utcoffset() or timedelta()).total_seconds()
        for quarter in quarters
    ]
    seconds = np.array(offsets, dtype=np.int64)[where].astype("timedelta64[s]")
    return (moments + seconds).astype("datetime64[D]")


def write(home: Path, connection: Any, table: pa.Table, now: datetime) -> list[Block]:
    """Writes the facts (GIVEN) as blocks on disk and returns them, not yet listed."""
    states = ", ".join(f"'{kind}'" for kind in STATE_KINDS)
    id_ = (
        "case when upper_half is null then md5(source || '/' || key || '/' || part)::uuid "
        "else ((upper_half::uhugeint << 64) | lower_half)::uuid end"
    )
    made = {
        "id": id_,
        "row_key": f"case when kind in ({states}) then {id_} end",
        "content": "null::bigint", "known_at": "received_at", "assumed": "false", "batch": "''",
        "schema": str(SCHEMA_VERSION),
    }  # fmt: skip
    chosen = (f'{made[name]} as "{name}"' if name in made else f'"{name}"' for name, _ in columns())
    connection.register("given_live", in_chunks(table))
    found = blocks.publish(home, connection, f"select {', '.join(chosen)} from given_live", now, kept=True)
    connection.unregister("given_live")
    return found
