"""The notices of a person: what may be seen of them now, how many are unseen, and marking them as seen."""

from datetime import datetime

from django.db.models import QuerySet

from loiste.accounts.models import User
from loiste.judgement.models import Notice

MOST = 100  # that are counted


def notices_for(user: User) -> QuerySet[Notice]:
    """Those shown in the product, of accounts that the person may see at this moment, the newest first."""
    own = Notice.objects.filter(user=user, shown=True, change__alert__account__merged_into=None)
    seen = own.filter(user.sight().where("change__alert__account__"))
    return seen.select_related("change__alert__account", "change__alert__raised_by").order_by("-id")


def unseen(user: User) -> int:
    """How many the person has not seen; MOST stands for as many or more."""
    return notices_for(user).filter(seen_at=None).order_by()[:MOST].count()


def mark_seen(user: User, now: datetime, *, newest: int, one: int | None = None) -> int:
    """Marks one notice, or all up to `newest`, so that none goes unseen that came meanwhile; returns how many. What a
    person has looked at concerns nobody else: it leaves no line in the log."""
    rows = Notice.objects.filter(user=user, seen_at=None, pk__lte=newest)
    return rows.filter(pk=one).update(seen_at=now) if one else rows.update(seen_at=now)
