"""What tiers promise, and how it stands, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loiste.judgement.tier import Tier

ONBOARDING = {
    "self_service": gettext_lazy("Guided in the product and open webinars"),
    "online": gettext_lazy("Personal training online"),
    "on_site": gettext_lazy("Training on site in several sessions"),
}
AUTOMATION = {
    "none": gettext_lazy("People write and call"),
    "some": gettext_lazy("Automatic messages beside people's own"),
    "all": gettext_lazy("All messages are automatic"),
}
STATES = {"kept": gettext_lazy("kept"), "broken": gettext_lazy("broken"), "unknown": gettext_lazy("not known")}
TONES = {"kept": "good", "broken": "risk", "unknown": "quiet"}
ICONS = {"kept": "circle-check", "broken": "alert-octagon", "unknown": "help-circle"}


def every(days: int | None) -> str:
    """How often, of a promise that is made."""
    count = days or 0
    return ngettext("at least every day", "at least every %(count)d days", count) % {"count": count}


def rhythms(tier: Tier) -> Iterator[str]:
    """What is promised of contacts and meetings."""
    if tier.contact_days:
        text = ngettext("we speak at least every day", "we speak at least every %(count)d days", tier.contact_days)
        yield text % {"count": tier.contact_days}
    if tier.meeting_days:
        text = ngettext("we meet at least every day", "we meet at least every %(count)d days", tier.meeting_days)
        yield text % {"count": tier.meeting_days}


def rhythm(tier: Tier) -> str:
    return ", ".join(rhythms(tier)) or _("no contact is promised")
