"""The book of backups, and what it tells: whether one is due, whether someone should worry."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from loiste.copies.models import Backup
from loiste.organisation.config import BackupSettings

KEPT = timedelta(days=400)
AGAIN = timedelta(minutes=15)  # after a failure


def write_down(row: Backup) -> None:
    row.save()
    Backup.objects.filter(made_at__lt=row.made_at - KEPT).delete()


def last() -> Backup | None:
    """The last attempt."""
    return Backup.objects.order_by("made_at", "id").last()


def last_good() -> Backup | None:
    return Backup.objects.filter(error="").order_by("made_at", "id").last()


def is_due(wanted: BackupSettings, now: datetime) -> bool:
    """Whether the worker should make one now."""
    if not wanted.path:
        return False
    every = timedelta(hours=wanted.every_hours)
    good, tried = last_good(), last()
    if tried and tried.error and now - tried.made_at < min(AGAIN, every):
        return False
    return good is None or now - good.made_at >= every


def worry(wanted: BackupSettings, now: datetime) -> str:
    """What is wrong with the backups, in words; empty when nothing is or nobody asked for any."""
    limit = wanted.limit_hours
    if limit is None:
        return ""
    good, tried = last_good(), last()
    if tried and tried.error:
        return _("The last backup failed: %(why)s") % {"why": tried.error}
    if good is None:
        return _("No backup has been made yet; run `loiste backup PATH`.")
    hours = int((now - good.made_at).total_seconds() // 3600)
    if hours < limit:
        return ""
    text = _("The last backup was made %(hours)s h ago; see that `loiste worker` runs, or run `loiste backup PATH`.")
    return text % {"hours": hours}
