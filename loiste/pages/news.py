"""What was judged differently of an account, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.judgement.alert_list import name_of
from loiste.judgement.band_words import BANDS
from loiste.judgement.kinds import ALERT, SEGMENT
from loiste.judgement.models import Alert, Membership, Override, Score
from loiste.judgement.news import Kind, News
from loiste.judgement.texts import every
from loiste.pages import numbers
from loiste.pages.alerts.entries import ended

ORDER = ("red", "yellow", "green")


@dataclass(frozen=True)
class Line:
    """`address`: where the change is explained."""

    day: date
    icon: str
    tone: str
    text: str
    address: str


class Words:
    """Writes changes; the texts of rules and segments are read once."""

    def __init__(self, first: date) -> None:
        self.first, self.rules, self.segments = first, every(ALERT), every(SEGMENT)
        self.writers: dict[Kind, Callable[[News], Line]] = {
            "band": self.band, "opened": self.opened, "closed": self.closed, "entered": self.entered,
            "left": self.left, "overridden": self.overridden, "given_back": self.given_back,
        }  # fmt: skip

    def line(self, one: News) -> Line:
        return self.writers[one.kind](one)

    def band(self, one: News) -> Line:
        row = cast(Score, one.row)
        both = {"before": word(one.before), "now": word(row.band)}
        asked = urlencode({"from": self.first.isoformat(), "to": one.day.isoformat()})
        address = f"{reverse('account_health', args=[one.account.public_id])}?{asked}"
        icon, tone = direction(one.before, row.band)
        return Line(one.day, icon, tone, _("Health: %(before)s → %(now)s") % both, address)

    def opened(self, one: News) -> Line:
        row = cast(Alert, one.row)
        tone = "good" if row.sort == "opportunity" else "risk" if row.severity == "high" else "watch"
        text = _("Alert: %(rule)s") % {"rule": name_of(self.rules, row.rule)}
        return Line(one.day, "bell", tone, text, of_account(one, "alerts"))

    def closed(self, one: News) -> Line:
        row = cast(Alert, one.row)
        words = {"rule": name_of(self.rules, row.rule), "why": ended(row)}
        text = _("Alert ended: %(rule)s, %(why)s") % words
        return Line(one.day, "circle-check", "quiet", text, of_account(one, "alerts"))

    def entered(self, one: News) -> Line:
        text = _("Came into the segment: %(name)s") % {"name": self.segment(one)}
        return Line(one.day, "chevron-right", "quiet", text, of_account(one, "timeline"))

    def left(self, one: News) -> Line:
        text = _("Left the segment: %(name)s") % {"name": self.segment(one)}
        return Line(one.day, "chevron-left", "quiet", text, of_account(one, "timeline"))

    def segment(self, one: News) -> str:
        key = cast(Membership, one.row).segment
        return str(self.segments[key].text.name) if key in self.segments else key

    def overridden(self, one: News) -> Line:
        row = cast(Override, one.row)
        words = {"score": numbers.points(row.score), "who": who(row), "reason": row.reason}
        text = _("Override to %(score)s by %(who)s: %(reason)s") % words
        return Line(one.day, "pencil", "quiet", text, of_health(one))

    def given_back(self, one: News) -> Line:
        return Line(one.day, "pencil", "quiet", _("Override is over; the machine's score is shown"), of_health(one))


def direction(before: str, now: str) -> tuple[str, str]:
    """Icon and tone of a band that changed."""
    if before not in ORDER or now not in ORDER:
        return "help-circle", "quiet"
    better = ORDER.index(now) > ORDER.index(before)
    return ("arrow-up-right", "good") if better else ("arrow-down-right", "risk" if now == "red" else "watch")


def word(band: str) -> str:
    return str(BANDS[band]) if band in BANDS else _("no score")


def who(row: Override) -> str:
    return (row.author.name or row.author.email) if row.author else _("The command line")


def of_account(one: News, part: str) -> str:
    return f"{reverse('account', args=[one.account.public_id])}#{part}"


def of_health(one: News) -> str:
    return reverse("account_health", args=[one.account.public_id])
