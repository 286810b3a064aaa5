"""The alerts of one account: those that go on by rank, and the last ones that ended."""

from typing import Any

from django.http import HttpRequest

from loiste.judgement.alert_list import lines, ranked
from loiste.judgement.doors import alerts_for
from loiste.judgement.kinds import ALERT
from loiste.judgement.texts import every
from loiste.pages.account.look import Look
from loiste.pages.alerts import entries as rows
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
        "alerts": rows.entries(lines(ranked(own.exclude(state="closed"), today)), today),
        "ended": [rows.entry(one, rules, today) for one in ended],
        "later": today + LATER, "alert_undo": undo(request, look.user),
    }  # fmt: skip
