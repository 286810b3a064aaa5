"""One measured draining, in a process of its own: KNOWN live signals first, then DELIVERIES of 100 events, timed."""

import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import django

django.setup()

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
from django.conf import settings  # noqa: E402
from live import EVENTS, batch  # noqa: E402

from loiste.sources.inbox.drain import Drain  # noqa: E402
from loiste.sources.models import Delivery, Source  # noqa: E402
from loiste.timeline import live  # noqa: E402
from loiste.timeline.models import Block  # noqa: E402

PORTION = 500_000


def make_known(drain: Drain, rows: int) -> None:
    """Live signals received yesterday, in blocks of half a million."""
    at = datetime.now(UTC) - timedelta(days=1)
    moment = np.datetime64(at.replace(tzinfo=None), "us")
    for first in range(0, rows, PORTION):
        size = min(PORTION, rows - first)
        given = {
            "key": pa.array([f"known-{n}" for n in range(first, first + size)]),
            "part": pa.array(np.zeros(size, np.int16)), "source": pa.array(["web"] * size),
            "received_at": pa.array(np.full(size, moment)), "occurred_at": pa.array(np.full(size, moment)),
            "position": pa.array(np.arange(size)), "kind": pa.array(["usage"] * size),
            "day": pa.array(np.full(size, moment.astype("datetime64[D]"))),
            "account_ref": pa.array([f"g{n % 100}" for n in range(size)]),
        }  # fmt: skip
        columns = [given.get(name, pa.nulls(size, kind)).cast(kind) for name, kind in zip(live.GIVEN.names, live.GIVEN.types, strict=True)]
        made = live.write(settings.HOME, drain.connection, pa.table(columns, schema=live.GIVEN), at)
        Block.objects.bulk_create(made)


def main() -> None:
    known, deliveries, run = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    drain = Drain(settings.HOME, ZoneInfo("Europe/Helsinki"))
    if not Block.objects.exists():
        make_known(drain, known)
    source, now = Source.objects.get(name="web"), datetime.now(UTC)
    drain.round(now)
    fill(source, run + "-warm", 300, now)  # warms up, and reads the ids that are known
    drain.round(now)
    fill(source, run, deliveries, now)
    start, events = time.perf_counter(), 0
    while found := drain.round(datetime.now(UTC)):
        events += found.accepted
    sys.stdout.write(f"{events / (time.perf_counter() - start)}")
    if events != deliveries * EVENTS:
        raise SystemExit(f"{events} events were drained, not {deliveries * EVENTS}")


def fill(source: Source, run: str, count: int, now: datetime) -> None:
    for first in range(0, count, 500):
        Delivery.objects.bulk_create(
            Delivery(source=source, wire="segment", events=EVENTS, received_at=now, body=batch(run, n))
            for n in range(first, min(first + 500, count))
        )


if __name__ == "__main__":
    main()
