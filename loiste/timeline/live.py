"""Writing live signals: facts with their own source and time of receipt, told apart by the sender's ids."""

import hashlib
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
from loiste.timeline.received import Halves
from loiste.timeline.signal import FACTS, STATE_KINDS, columns

# What the drain gives beside FACTS: the event's key, which signal of it this is, and where and when it came.
GIVEN = pa.schema(
    [("key", pa.string()), ("part", pa.int16()), ("source", pa.string()), ("received_at", pa.timestamp("us")),
     ("position", pa.int64()), *FACTS]
)  # fmt: skip
QUARTER = timedelta(minutes=15)  # zones change their offset on a quarter of an hour


def ids_of(sources: Sequence[str], keys: Sequence[str]) -> Halves:
    """The ids of the first signals of events, as `write` gives them."""
    digests = [
        hashlib.md5(f"{source}/{key}/0".encode(), usedforsecurity=False).digest()
        for source, key in zip(sources, keys, strict=True)
    ]
    return np.frombuffer(b"".join(digests), dtype=">u8").reshape(-1, 2).astype(np.uint64)


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
    made = {
        "id": "md5(source || '/' || key || '/' || part)::uuid",
        "row_key": f"case when kind in ({states}) then md5(source || '/' || key || '/' || part)::uuid end",
        "content": "null::bigint", "known_at": "received_at", "assumed": "false", "batch": "''",
        "schema": str(SCHEMA_VERSION),
    }  # fmt: skip
    chosen = (f'{made[name]} as "{name}"' if name in made else f'"{name}"' for name, _ in columns())
    connection.register("given_live", table)
    found = blocks.publish(home, connection, f"select {', '.join(chosen)} from given_live", now)
    connection.unregister("given_live")
    return found
