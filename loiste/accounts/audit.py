"""The audit log: who changed what, when, from where, from what to what. Every verb writes its line here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from loiste.accounts.models import Audit
from loiste.accounts.permissions import Actor


def line(by: Actor, action: str, subject: str, now: datetime, *, before: Any = None, after: Any = None) -> Audit:
    """A line that is not written yet, for those who write many."""
    return Audit(
        at=now, by=by.label, origin=by.origin[:80], action=action, subject=subject[:80], before=before, after=after
    )


def write(by: Actor, action: str, subject: str, now: datetime, *, before: Any = None, after: Any = None) -> None:
    """`subject`: the public id of what was changed, or words where it has none."""
    line(by, action, subject, now, before=before, after=after).save(force_insert=True)


def write_all(lines: Iterable[Audit]) -> None:
    Audit.objects.bulk_create(lines, batch_size=1_000)
