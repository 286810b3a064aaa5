"""The columns that intake adds to facts, as SQL."""

from datetime import datetime

from loiste.timeline.models import SCHEMA_VERSION
from loiste.timeline.signal import FACTS, columns


def stamped(
    rows: str, *, identity: str, row_key: str, content: str, position: str, source: str, batch: str, now: datetime,
    known_now: bool,
) -> str:  # fmt: skip
    """A select of all stored columns over the relation `rows`; the named arguments are SQL expressions over it.

    History read from a file is taken as known when it happened, and marked as assumed, unless `known_now`.
    """
    moment = f"timestamp '{now.replace(tzinfo=None).isoformat(sep=' ')}'"
    known = moment if known_now else f"coalesce(occurred_at, day::timestamp, {moment})"
    made = {
        "id": f"md5({identity})::uuid",
        "row_key": row_key,
        "content": content,
        "received_at": moment,
        "known_at": known,
        "assumed": "false" if known_now else "true",
        "position": position,
        "source": f"'{source}'",
        "batch": f"'{batch}'",
        "schema": str(SCHEMA_VERSION),
    }
    facts = {name for name, _ in FACTS}
    chosen = (f'"{name}"' if name in facts else f'{made[name]} as "{name}"' for name, _ in columns())
    return f"select {', '.join(chosen)} from {rows}"
