"""What the running subscriptions of each account say: plans, and the next days of renewal and notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from loiste.accounts.models import Subscription


@dataclass
class Contract:
    """Of one account: `renews_on` and `notice_on` are the nearest days that are not over."""

    plans: set[str] = field(default_factory=set)
    renews_on: date | None = None
    notice_on: date | None = None

    @property
    def plan(self) -> str | None:
        return ", ".join(sorted(self.plans))[:300] or None


def running(today: date) -> Q:
    """Subscriptions that hold on that day."""
    return Q(started_on__lte=today) & (Q(ended_on=None) | Q(ended_on__gt=today))


def contracts(today: date) -> dict[int, Contract]:
    """By account; those without a running subscription have none."""
    found: dict[int, Contract] = {}
    rows = Subscription.objects.filter(running(today), account__isnull=False)
    for account, plan, details in rows.values_list("account_id", "plan", "details").iterator():
        one = found.setdefault(account or 0, Contract())
        if plan:
            one.plans.add(plan)
        one.renews_on = nearest(one.renews_on, details, "renews_on", today)
        one.notice_on = nearest(one.notice_on, details, "notice_on", today)
    return found


def nearest(known: date | None, details: Mapping[str, Any], name: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(str(details.get(name) or ""))
    except ValueError:
        return known
    return known if day < today or (known is not None and known < day) else day
