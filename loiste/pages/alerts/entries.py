"""Alerts as rows for showing: in words, with the parts of their rank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.judgement.alert_list import Line, name_of
from loiste.judgement.alert_rank import Rank
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.alert_words import sentence
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Alert, AlertDay
from loiste.judgement.texts import Text, every
from loiste.pages import numbers
from loiste.pages.alerts.wish import severities
from loiste.pages.numbers import Amount

RECENT = timedelta(days=14)  # for which a notice is shown
BANDS = {"high": ("risk", "alert-octagon"), "medium": ("watch", "alert-triangle"), "low": ("quiet", "info-circle")}


@dataclass(frozen=True)
class Entry:
    """`tone` and `symbol` of the severity; `why`: how the rank came about, for who asks; `source`: where a
    flag was raised from.
    """

    alert: Alert
    rule: str
    meaning: str
    reasons: list[str]
    stake: Amount
    severity: str
    tone: str
    symbol: str
    days: int
    rank: str
    why: str
    ended: str
    source: str = ""


def entries(lines: Iterable[Line], today: date) -> list[Entry]:
    rules = every(ALERT)
    return [entry(line.alert, rules, today, line.rank) for line in lines]


def entry(one: Alert, rules: dict[str, Text[AlertRule]], today: date, rank: Rank | None = None) -> Entry:
    good = one.sort == "opportunity"
    tone, symbol = ("good", "star") if good else BANDS[one.severity]
    return Entry(
        one, name_of(rules, one.rule), str(rules[one.rule].text.meaning) if one.rule in rules else "",
        [sentence(item) for item in one.evidence],
        Amount(None if one.stake is None else Decimal(one.stake) / 1_000_000, "money", one.currency),
        severities()[one.severity], tone, symbol, (today - one.opened_on).days,
        numbers.plain(rank.value, 1) if rank else "", why(rank) if rank else "", ended(one), source_of(one),
    )  # fmt: skip


def why(rank: Rank) -> str:
    """The parts of a rank that do something."""
    words = {
        "stake": _("stake"), "stake_unknown": _("stake unknown, counted as the middle"), "severity": _("severity"),
        "age": _("days open"), "deadline": _("deadline"), "key_account": _("key account"),
    }  # fmt: skip
    parts = [f"{words[name]} {numbers.plain(part, 1)}" for name, part in rank.parts if round(part, 1) != 1]
    return " × ".join(parts) or _("nothing lifts it")


def ended(one: Alert) -> str:
    """How the alert ended; empty while it goes on."""
    words = {
        "cleared": _("the condition has cleared"), "hand": _("closed by hand"), "not_useful": _("not useful"),
        "rule_off": _("the rule was switched off"), "gone": _("the account was archived or merged"),
    }  # fmt: skip
    of_flag = {"hand": _("handled"), "not_useful": _("not relevant"), "withdrawn": _("withdrawn")}
    return (words if one.rule else words | of_flag).get(one.closed_because, "")


def source_of(flag: Alert) -> str:
    """The address of the signal that a flag was raised from; empty when it was raised from the account itself."""
    if not flag.about:
        return ""
    day = {"day": flag.about["day"]} if flag.about.get("day") else {}
    where = reverse("account_signal", args=[flag.account.public_id, flag.about["kind"], flag.about["id"]])
    return where + (f"?{urlencode(day)}" if day else "")


@dataclass(frozen=True)
class Notice:
    """What is said of a rule as a whole: that it is paused, or that too many accounts turned at once."""

    text: str
    tone: str


def notices(today: date) -> list[Notice]:
    """Of the newest day that each rule was judged on, if that is not long ago."""
    rules = every(ALERT)
    newest: dict[str, AlertDay] = {}
    for line in AlertDay.objects.filter(as_of__gt=today - RECENT).order_by("as_of"):
        newest[line.rule] = line
    shown = [one for one in newest.values() if one.rule in rules and rules[one.rule].text.on]
    return [found for one in shown if (found := notice(one, name_of(rules, one.rule))) is not None]


def notice(one: AlertDay, name: str) -> Notice | None:
    words = {"rule": name, "day": numbers.day(one.as_of)}
    if one.paused:
        text = _("%(rule)s is paused: nothing has come in of %(kinds)s. See under Sources whether they still send.")
        return Notice(text % {**words, "kinds": one.paused}, "late")
    if one.wide:
        text = _("%(rule)s: on %(day)s %(count)d of %(of)d accounts turned at once. That is no news of each of them; "
                 "look for what they share, as a holiday or a break in the data.")  # fmt: skip
        return Notice(text % {**words, "count": one.wide, "of": one.looked}, "late")
    return None
