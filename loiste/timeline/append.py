"""Appending facts that were made here and need no checking against what is stored."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
from django.db import transaction

from loiste.timeline import blocks, engine
from loiste.timeline.models import Block
from loiste.timeline.signal import STATE_KINDS
from loiste.timeline.stamp import stamped


def append(home: Path, table: pa.Table, *, source: str, batch: str, now: datetime, known_now: bool = False) -> int:
    """Appends `table` (the FACTS columns and a `key`, unique within the source) and returns the number of signals.

    `now` is UTC; `known_now`: the facts became known now, not when they happened. The signals are on disk and listed
    when this returns.
    """
    connection = engine.connect(home)
    connection.register("facts", table)
    states = ", ".join(f"'{kind}'" for kind in STATE_KINDS)
    select = stamped(
        "(select *, row_number() over () as position from facts)",
        identity=f"'{source}/' || key",
        row_key=f"case when kind in ({states}) then md5('{source}/' || key)::uuid end",
        content="null::bigint",
        # All signals of one state row belong to one version, so they share a position.
        position=f"case when kind in ({states}) then 0 else position end",
        source=source, batch=batch, now=now, known_now=known_now,
    )  # fmt: skip
    made = blocks.publish(home, connection, select, now)
    connection.close()
    with transaction.atomic():
        Block.objects.bulk_create(made)
    return sum(block.rows for block in made)
