"""Renewals in words: calls, notice, what stands in the way, and what to do next."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.judgement.models import RenewalCall
from loiste.judgement.obstacles import Obstacles
from loiste.judgement.renewal_terms import Term
from loiste.judgement.renewal_wanted import OVER
from loiste.pages import numbers
from loiste.pages.health.words import name as component_name

CALLS = {
    "renews": gettext_lazy("Renews"), "unsure": gettext_lazy("Unsure"), "leaves": gettext_lazy("Leaves"),
    "none": gettext_lazy("No call"),
}  # fmt: skip
CALLED = {key: word for key, word in CALLS.items() if key != "none"}  # what can be called
LOOKS = {
    "renews": ("good", "circle-check"), "unsure": ("watch", "alert-triangle"), "leaves": ("risk", "alert-octagon"),
    "none": ("quiet", "info-circle"),
}  # fmt: skip
NOTICES = {
    "open": gettext_lazy("Notice can be given"), "over": gettext_lazy("Last day of notice is over"),
    "unknown": gettext_lazy("Notice period unknown"), "ends": gettext_lazy("Ends"),
}  # fmt: skip
OUTCOMES = {"renewed": gettext_lazy("renewed"), "left": gettext_lazy("left")}
VERDICTS = {
    "right": (gettext_lazy("the call was right"), "good", "circle-check"),
    "wrong": (gettext_lazy("the call was wrong"), "risk", "alert-octagon"),
    "unsure": (gettext_lazy("no side was taken"), "quiet", "info-circle"),
}
QUIET = timedelta(days=90)  # without a two-way contact, when somebody should talk with them
NEAR = timedelta(days=120)  # before the last day of notice, when it is time to call


@dataclass(frozen=True)
class Said:
    """A call's word with its tone and icon."""

    key: str
    word: str
    tone: str
    icon: str


def said(key: str) -> Said:
    key = key or "none"
    return Said(key, str(CALLS[key]), *LOOKS[key])


def ways(found: Obstacles | None) -> list[tuple[str, str]]:
    """What stands in the way, each with its icon: alerts first, then the red parts of health."""
    if found is None:
        return []
    parts = [_("%(name)s is red") % {"name": component_name(one)} for one in found.parts]
    return [*(("bell", text) for text in found.alerts), *(("heartbeat", text) for text in parts)]


def month(key: str) -> str:
    """YYYY-MM as people read it."""
    if key == OVER:
        return _("Notice over")
    return numbers.month(date.fromisoformat(f"{key}-01"))


def next_step(term: Term, call: RenewalCall | None, contact_on: date | None, day: date) -> str:
    """What whoever called it means to do; else what the dates ask for; empty where they ask for nothing."""
    if call and call.next_step:
        return call.next_step
    if call and call.says == "leaves":
        return ""
    if term.due - day > NEAR:
        return ""
    if contact_on is None or day - contact_on > QUIET:
        return _("Talk with them before %(day)s.") % {"day": numbers.day(max(term.due, day))}
    if call is None:
        return _("Call it: does it renew?")
    return _("Find out what they will do.") if call.says == "unsure" else ""
