"""The alerts of one account: those that go on by rank, and the last ones that ended."""

from typing import Any

from django.http import HttpRequest

from loiste.judgement.alert_list import lines, ranked
from loiste.judgement.doors import alerts_for
from loiste.judgement.kinds import ALERT
from loiste.judgement.texts import every
from loiste.pages.account.look import Look
from loiste.pages.alerts import entries as rows
from loiste.pages.alerts.entries import Entry
from loiste.pages.alerts.views import LATER, undo
from loiste.pages.here import now

MOST = 5  # that ended


def alerts_of(look: Look, request: HttpRequest) -> dict[str, Any]:
    """As they stand today; on a past day none are shown."""
    if look.wish.past:
        return {}
    today, rules = look.organisation.today(now()), every(ALERT)
    own = alerts_for(look.user).filter(account=look.account)
    ended = own.filter(state="closed").order_by("-closed_on", "-id")[:MOST]
    return {
        "alerts": open_ones(look),
        "ended": [rows.entry(one, rules, today) for one in ended],
        "later": today + LATER, "alert_undo": undo(request, look.user),
    }  # fmt: skip


def open_ones(look: Look) -> list[Entry]:
    """Those that go on, the most pressing first."""
    today = look.wish.today
    own = alerts_for(look.user).filter(account=look.account).exclude(state="closed")
    return rows.entries(lines(ranked(own, today)), today)
