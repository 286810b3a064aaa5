"""What has been read, as the columns that the timeline takes."""

from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from loiste.sources.inbox.clocks import moments, placed
from loiste.sources.inbox.drained import Read
from loiste.timeline.live import GIVEN, days
from loiste.timeline.received import Halves


def table(found: Read, ids: Halves, zone: ZoneInfo) -> pa.Table:
    """The facts as columns (GIVEN); `ids`: of each event; `day` is the organisation's."""
    numbers = np.array(found.facts["event"], dtype=np.int64)
    events = [count for _came, count in found.came]
    received = np.repeat(moments([came.received for came, _ in found.came]), events)
    sent = np.repeat(moments([came.sent for came, _ in found.came]), events)
    happened, wrong = placed(moments(found.at), sent, received)
    on = days(happened[numbers], zone)
    later = np.array(found.facts["part"]) > 0
    made = {
        "key": pa.array(found.keys, pa.string()).take(pa.array(numbers)),
        "source": pa.array(found.sources, pa.string()).take(pa.array(numbers)),
        "received_at": received[numbers],
        "position": numbers,
        "upper_half": pa.array(ids[numbers, 0], mask=later),
        "lower_half": pa.array(ids[numbers, 1], mask=later),
        "occurred_at": happened[numbers],
        "said_at": wrong[numbers],
        "day": on,
        "valid_from": np.where(np.array(found.facts["held"], dtype=bool), on, np.datetime64("NaT")),
    }
    size = len(numbers)
    arrays = []
    for name, kind in zip(GIVEN.names, GIVEN.types, strict=True):
        column = made.get(name, found.facts.get(name))
        arrays.append(pa.nulls(size, kind) if column is None else pa.array(column, kind))
    return pa.table(arrays, schema=GIVEN)
