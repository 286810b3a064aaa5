"""A notice in words, for the list and for mails, in the language that is active."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.judgement.alert_list import name_of
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.alert_words import sentence
from loiste.judgement.models import Notice
from loiste.judgement.texts import Text

MOST_REASONS = 4


@dataclass(frozen=True)
class Told:
    """`title`: what turned; `reasons`: of an alert its evidence, of a flag what was said; `address`: the path."""

    notice: Notice
    account: str
    title: str
    reasons: list[str]
    ended: bool
    address: str


def told(notice: Notice, rules: dict[str, Text[AlertRule]]) -> Told:
    alert = notice.change.alert
    name = " ".join(alert.account.name.split())
    ended = alert.state == "closed" and notice.change.what in ("opened", "woken")
    where = reverse("account", args=[alert.account.public_id]) + "#alerts"
    if alert.rule:
        return Told(notice, name, name_of(rules, alert.rule), reasons(alert.evidence), ended, where)
    why = notice.change.why or alert.reason
    return Told(notice, name, of_flag(notice), [" ".join(why.split())], ended, where)


def of_flag(notice: Notice) -> str:
    words = {
        "taken_up": _("Your flag was taken up"), "closed": _("Your flag was handled"),
        "not_useful": _("Your flag was found not relevant"),
    }  # fmt: skip
    if notice.change.what in words:
        return words[notice.change.what]
    return _("Flag: an opportunity") if notice.change.alert.sort == "opportunity" else _("Flag: a worry")


def reasons(evidence: list[dict[str, object]]) -> list[str]:
    return [sentence(item) for item in evidence][:MOST_REASONS]
