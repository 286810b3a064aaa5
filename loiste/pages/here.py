"""Where and when a page stands: this installation's home and organisation, and the clock of a request."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from loiste.accounts.client import client_address
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.timeline.models import Lease


def home() -> Path:
    """The folder of all state."""
    return Path(settings.HOME)


def organisation() -> Organisation:
    """The organisation as its text says now; BadSetting before `loiste init`. Read again when the file has changed."""
    return config.current(home())


def organisation_or_none() -> Organisation | None:
    """The organisation, or None before `loiste init`: sign-in and error pages show in any state."""
    return organisation() if config.exists(home()) else None


def worker_alive() -> bool:
    """Whether a worker keeps readings up to date at this moment."""
    return Lease.objects.filter(job="upkeep", until__gt=now()).exists()


def now() -> datetime:
    """The moment of this request. Pages are an entry point: below them the clock is passed in."""
    return datetime.now(UTC)


def address_of(request: HttpRequest) -> str:
    """The network address of the client, past as many proxies as LOISTE_PROXIES says."""
    return client_address(request.META, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
