"""How long what holds personal data is kept: signals by kind, rows by table. The worker lets go of what is older."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loiste.accounts import audit
from loiste.accounts.actors import Machine
from loiste.accounts.models import Audit, BulkEdit, Invitation, Unmatched
from loiste.accounts.sessions import forget_expired
from loiste.judgement.models import Notice, NoticeMail
from loiste.organisation.config import Organisation
from loiste.sources.models import Answered, Import, RefusedEvent, RejectedRow

WORKER = Machine("worker", origin="worker")
AT_ONCE = 500  # rows that go in one transaction
ANSWERS = timedelta(days=1)  # for which the API answers a request the same again
NOTICES = timedelta(days=180)  # alerts and flags themselves stay


@dataclass(frozen=True)
class Kept:
    """Rows of one kind: whose age `since` tells, and the days that they are kept unless the settings say; None = for
    ever."""

    key: str
    name: str | Promise
    table: type[Model]
    since: str
    days: int | None = None


ROWS = (
    Kept("audit", _("Lines of the audit log"), Audit, "at"),
    Kept("refused", _("Refused events"), RefusedEvent, "received_at", 365),
    Kept("rejected_rows", _("Rejected rows of imports"), RejectedRow, "import_run__at", 365),
    Kept("imports", _("Reports of imports"), Import, "at"),
    Kept("unmatched", _("Unmatched references"), Unmatched, "last_at"),
    Kept("bulk_edits", _("Changes of many accounts, for undoing them"), BulkEdit, "at", 365),
    Kept("invitations", _("Invitations that have run out"), Invitation, "until", 90),
)


def days_of(one: Kept, kept: Mapping[Any, int]) -> int | None:
    return kept.get(one.key, one.days)


def signals(organisation: Organisation) -> dict[str, int]:
    """Kind of signal -> days."""
    rows = {one.key for one in ROWS}
    return {kind: days for kind, days in organisation.retention.items() if kind not in rows}


def let_go(organisation: Organisation, now: datetime) -> dict[str, int]:
    """Deletes what is too old; how many rows of each kind went. Lines of the audit log leave a line that says so."""
    gone = {}
    for one in ROWS:
        days = days_of(one, organisation.retention)
        if days is not None and (count := delete(one.table, f"{one.since}__lt", now - timedelta(days=days))):
            gone[one.key] = count
    delete(Answered, "at__lt", now - ANSWERS)
    delete(Notice, "at__lt", now - NOTICES)
    delete(NoticeMail, "made_at__lt", now - NOTICES)
    forget_expired(now)
    if "audit" in gone:
        audit.write(WORKER, "audit.let_go", "audit", now, after={"lines": gone["audit"]})
    return gone


def delete(table: type[Model], older: str, limit: datetime) -> int:
    """A few in each transaction, so that nobody waits."""
    rows, count = table._base_manager, 0
    while pks := list(rows.filter(**{older: limit}).values_list("pk", flat=True)[:AT_ONCE]):
        rows.filter(pk__in=pks).delete()
        count += len(pks)
    return count


def too_short(organisation: Organisation) -> dict[str, int]:
    """Kinds that are let go of before the numbers of today have looked at them: how many days those look back."""
    counted = organisation.settings
    looked = {
        "usage": max(counted.use_days, counted.feature_days, 2 * counted.growth_days),
        "answer": counted.answer_days,
        "milestone": counted.onboarding_days,
        "cost": 366, "churn": 366,
    }  # fmt: skip
    kept = signals(organisation)
    return {kind: days for kind, days in looked.items() if kept.get(kind, days) < days}

