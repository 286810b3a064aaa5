"""How the inbox and what it feeds are doing, as figures."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Max, Min, Sum

from loiste.accounts.models import Unmatched
from loiste.sources.inbox import gate
from loiste.sources.models import Delivery, RefusedEvent, RejectedRow
from loiste.timeline import blocks
from loiste.timeline.models import Lease

HELP = {
    "inbox_events": "Events accepted and not yet on the timeline.",
    "drain_lag_seconds": "Age of the oldest of them.",
    "rejected_total": "Events and rows that could not be used and are kept for mending.",
    "unmatched_total": "Signals whose account or person nobody knows yet.",
    "signals_total": "Stored signals of all kinds, matched or not.",
    "blocks": "Files that hold them.",
    "block_bytes": "Their size.",
    "fill_age_seconds": "Time since readings were last brought up to date.",
    "drain_age_seconds": "Time since the inbox was last seen to.",
    "free_bytes": "Room on the disk.",
}


def counts() -> dict[str, Any]:
    """What is stored and what waits. Times aware, or None where there is nothing."""
    inbox = Delivery.objects.aggregate(events=Sum("events"), oldest=Min("received_at"))
    listed = blocks.current().aggregate(rows=Sum("rows"), bytes=Sum("bytes"))
    return {
        "signals": listed["rows"] or 0,
        "inbox": inbox["events"] or 0,
        "oldest": inbox["oldest"],
        "rejected": RefusedEvent.objects.count() + RejectedRow.objects.count(),
        "unmatched": Unmatched.objects.aggregate(all=Sum("signals"))["all"] or 0,
        "blocks": blocks.current().count(),
        "bytes": listed["bytes"] or 0,
        "last_drain": Lease.objects.filter(job="drain").aggregate(last=Max("done_at"))["last"],
    }


def figures(home: Path, now: datetime) -> dict[str, float | None]:
    found = counts()
    ages = {lease.job: age(lease.done_at, now) for lease in Lease.objects.all()}
    return {
        "inbox_events": found["inbox"],
        "drain_lag_seconds": (now - found["oldest"]).total_seconds() if found["oldest"] else 0.0,
        "rejected_total": found["rejected"],
        "unmatched_total": found["unmatched"],
        "signals_total": found["signals"],
        "blocks": found["blocks"],
        "block_bytes": found["bytes"],
        "fill_age_seconds": ages.get("upkeep"),
        "drain_age_seconds": ages.get("drain"),
        "free_bytes": gate.free(home),
    }


def age(moment: datetime | None, now: datetime) -> float | None:
    """Seconds since then."""
    return None if moment is None else max(0.0, (now - moment).total_seconds())


def as_prometheus(found: dict[str, float | None]) -> str:
    """Unknown figures are left out, never 0."""
    lines = []
    for name, value in found.items():
        if value is not None:
            lines += [f"# HELP loiste_{name} {HELP[name]}", f"# TYPE loiste_{name} gauge", f"loiste_{name} {value:g}"]
    return "\n".join(lines) + "\n"


def ready(home: Path, now: datetime) -> dict[str, Any]:
    """`ready`: the database answers and every listed block is there. Ages in seconds, null when nobody works."""
    missing = [path for path in blocks.current().values_list("path", flat=True) if not (home / path).exists()]
    ages = {lease.job: age(lease.renewed_at, now) for lease in Lease.objects.all()}
    return {
        "ready": not missing, "database": True, "blocks": not missing,
        "drain_age": ages.get("drain"), "upkeep_age": ages.get("upkeep"),
    }  # fmt: skip
