"""Where and when a request stands: this installation's home and organisation, and the clock."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from loiste.organisation import config
from loiste.organisation.config import Organisation


def home() -> Path:
    return Path(settings.HOME)


def organisation() -> Organisation:
    return config.current(home())


def now() -> datetime:
    """The API is an entry point: below it the clock is passed in."""
    return datetime.now(UTC)


def day(asked: date | None) -> date:
    """The day asked, by default the organisation's today."""
    return asked or organisation().today(now())
