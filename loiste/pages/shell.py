"""What every page shows around its own content: where one can go, whose installation this is, how it looks."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loiste.pages.here import organisation_or_none

THEMES = ("light", "dark", "auto")


@dataclass(frozen=True)
class Way:
    """A link of the navigation."""

    address: str
    name: str
    icon: str
    here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    organisation = organisation_or_none()
    user = getattr(request, "user", None)
    language = get_language() or "en"
    return {
        "organisation": organisation,
        "demo": bool(organisation and organisation.demo),
        "ways": ways(request) if user and user.is_authenticated else [],
        "language": language,
        "languages": [(code, name, code == language) for code, name in settings.LANGUAGES],
        "theme": theme(user),
        "themes": [(key, name, symbol, key == theme(user)) for key, name, symbol in theme_names()],
    }


def ways(request: HttpRequest) -> list[Way]:
    """The pages one can go to; a page below another marks the upper one."""
    match = request.resolver_match
    here = (match.url_name or "").partition(":")[0] if match else ""
    below = {"metric": "metrics", "metric_rows": "metrics", "account": "accounts", "import": "sources"}
    below |= dict.fromkeys(("import_new", "upload", "mend", "mappings"), "sources")
    below |= dict.fromkeys(("account_signal", "account_log", "account_change"), "accounts")
    below |= {"views": "accounts", "bulk": "accounts"}
    below |= dict.fromkeys(("source", "key_add", "source_add", "refused", "refused_event"), "sources")
    below |= dict.fromkeys(("unmatched", "unmatched_one", "matches", "merges"), "sources")
    pages = (
        ("dashboard", _("Dashboard"), "layout-dashboard"),
        ("accounts", _("Accounts"), "building-store"),
        ("metrics", _("Metrics"), "math-function"),
        ("sources", _("Sources"), "database"),
    )
    return [Way(reverse(name), title, symbol, below.get(here, here) == name) for name, title, symbol in pages]


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
