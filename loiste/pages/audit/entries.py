"""Lines of the audit log as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from loiste.accounts.models import Audit, User
from loiste.pages.audit import words
from loiste.pages.audit.changes import MOST, Change, changes
from loiste.pages.audit.subjects import Subject, subjects


@dataclass(frozen=True)
class Entry:
    """`more`: how many facts beyond those of `changes` differ."""

    at: datetime
    who: str
    label: str
    origin: str
    phrase: str
    subject: Subject | None
    changes: list[Change]
    more: int


def entries(rows: Sequence[Audit], zone: ZoneInfo) -> list[Entry]:
    """A bounded number of queries, however many lines there are."""
    about = subjects({row.subject for row in rows})
    called = dict(User.objects.filter(email__in={row.by for row in rows}).values_list("email", "name"))
    return [entry(row, about, called, zone) for row in rows]


def entry(row: Audit, about: dict[str, Subject], called: dict[str, str], zone: ZoneInfo) -> Entry:
    found = changes(row.before, row.after, zone)
    name = called.get(row.by) or words.who(row.by)
    return Entry(
        at=row.at,
        who=name,
        label=row.by if row.by in called and name != row.by else "",
        origin=words.origin(row.origin),
        phrase=words.phrase(row.action),
        subject=about.get(row.subject, Subject(row.subject)) if row.subject else None,
        changes=found[:MOST],
        more=max(len(found) - MOST, 0),
    )
