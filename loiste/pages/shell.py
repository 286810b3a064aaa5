"""What every page shows around its own content: where one can go, whose installation this is, how it looks."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement.notices import unseen
from loiste.organisation.config import Organisation
from loiste.pages import backups
from loiste.pages.here import home, now, organisation_or_none

UNDER_MORE = ("tiers", "renewals", "metrics", "sources")
THEMES = ("light", "dark", "auto")


@dataclass(frozen=True)
class Way:
    """A link of the navigation."""

    address: str
    name: str
    icon: str
    here: bool
    first: bool  # on a phone, too; the others stand under "More" there


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    organisation = organisation_or_none()
    user = getattr(request, "user", None)
    language = get_language() or "en"
    return {
        "organisation": organisation,
        "backup_worry": worry(organisation, user),
        "may_audit": isinstance(user, User) and may(user, Right.AUDIT),
        "may_privacy": isinstance(user, User) and may(user, Right.PRIVACY),
        "demo": bool(organisation and organisation.demo),
        "ways": ways(request) if user and user.is_authenticated and not getattr(request, "held", False) else [],
        "unseen": partial(count, user, getattr(request, "held", False)),
        "language": language,
        "languages": [(code, name, code == language) for code, name in settings.LANGUAGES],
        "theme": theme(user),
        "themes": [(key, name, symbol, key == theme(user)) for key, name, symbol in theme_names()],
    }


def count(user: Any, held: bool) -> int:
    """Notices that were not seen; asked for once a page, by those that show it."""
    return unseen(user) if isinstance(user, User) and not held else 0


def worry(organisation: Organisation | None, user: Any) -> str:
    """For admins: that backups do not come as they should."""
    return backups.worry(home(), organisation, user, now()) if organisation and isinstance(user, User) else ""


def ways(request: HttpRequest) -> list[Way]:
    """The pages one can go to; the one that the page stands under is marked."""
    top = request.path.split("/")[1]
    under = {
        "segments": "accounts", "fit": "tiers", "load": "tiers", "quadrant": "health", "flags": "alerts",
        "": "dashboard",
    }  # fmt: skip
    here = {"imports": "sources", **under}.get(top, top)  # the wizard fills sources
    pages = (
        ("home", _("Home"), "home"),
        ("dashboard", _("Dashboard"), "layout-dashboard"),
        ("alerts", _("Alerts"), "bell"),
        ("accounts", _("Accounts"), "building-store"),
        ("health", _("Health"), "heartbeat"),
        ("renewals", _("Renewals"), "calendar"),
        ("tiers", _("Tiers"), "stairs"),
        ("metrics", _("Metrics"), "math-function"),
        ("sources", _("Sources"), "database"),
    )
    user = cast(User, request.user)
    shown = [page for page in pages if page[0] != "sources" or may(user, Right.SOURCES)]
    return [Way(reverse(name), title, symbol, here == name, name not in UNDER_MORE) for name, title, symbol in shown]


def theme(user: Any) -> str:
    """light, dark, or auto = as the device says."""
    chosen = getattr(user, "theme", "")
    return chosen if chosen in THEMES else "auto"


def theme_names() -> tuple[tuple[str, str, str], ...]:
    return (
        ("light", _("Light"), "sun"),
        ("dark", _("Dark"), "moon"),
        ("auto", _("Automatic"), "brightness-auto"),
    )
