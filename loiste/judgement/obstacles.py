"""What stands in the way of a renewal: the alerts that are open, and the components of health that are red."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from loiste.judgement import red_parts
from loiste.judgement.alert_list import name_of
from loiste.judgement.health_model import Component
from loiste.judgement.kinds import ALERT, HEALTH
from loiste.judgement.models import Alert
from loiste.judgement.texts import every, version


@dataclass
class Obstacles:
    """Of one account. `alerts`: names of rules, or the words of a flag; worries only."""

    alerts: list[str] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)


def obstacles(accounts: Collection[int], day: date) -> dict[int, Obstacles]:
    """As they stood at the end of the day, of each of these accounts; so many questions, however many accounts."""
    found = {account: Obstacles() for account in accounts}
    rules = every(ALERT)
    for account, rule, reason in open_alerts(accounts, day):
        found[account].alerts.append(reason or name_of(rules, rule))
    texts: dict[tuple[str, int], dict[str, Component]] = {}
    for account, (_day, model, number, parts) in red_parts.said(day, accounts).items():
        if parts and (model, number) not in texts:
            text = version(HEALTH, model, number)
            texts[model, number] = {one.key: one for one in text.text.components} if text else {}
        known = texts.get((model, number), {})
        found[account].parts = [known[key] for key in parts if key in known]
    return found


def open_alerts(accounts: Collection[int], day: date) -> list[tuple[int, str, str]]:
    """Account, rule and reason of each, the oldest first."""
    there = Alert.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day, sort="worry")
    rows = there.filter(account__in=list(accounts)).order_by("opened_on", "id")
    return list(rows.values_list("account_id", "rule", "reason"))
