"""The clock of these tests, the text of an answer, and signals of live sources."""

from datetime import UTC, datetime

import pyarrow as pa

from loiste.timeline.append import append
from loiste.timeline.signal import FACTS
from tests.shop import TODAY

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


def shown(response, status=200):
    assert response.status_code == status, response.content[-300:]
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def live(home, source, received, *facts):
    """Signals of a live source, received at a moment."""
    rows = [{"key": f"{received.isoformat()}/{n}", **fact} for n, fact in enumerate(facts)]
    table = pa.Table.from_pylist(rows, pa.schema([*FACTS, ("key", pa.string())]))
    append(home, table, source=source, batch="", now=received, known_now=True)


def at(day, hour=9):
    return datetime(2026, 11, day, hour)
