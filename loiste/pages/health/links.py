"""From a component of a score to where its value is explained, and to the account's own rows behind it."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from loiste.accounts.models import Account
from loiste.judgement.health_model import Component
from loiste.metrics.by_account import windowed
from loiste.metrics.registry import Metric, metrics
from loiste.organisation.config import Organisation

PARTS = {"subscription": "subscriptions", "attribute": "attributes"}  # states stand in lists of their own


def explanation(account: Account, component: Component, day: date) -> str:
    """The metric's page on that day, with this account's rows; an attribute's history."""
    if not component.metric:
        return of_part(account, "attributes", day)
    asked = {"as_of": day.isoformat(), "account": account.public_id}
    return f"{reverse('metric', args=[component.metric])}?{urlencode(asked)}#rows"


def rows(account: Account, component: Component, day: date, organisation: Organisation) -> str:
    """What the account did in the window up to that day."""
    if not component.metric:
        return of_part(account, "attributes", day)
    metric = metrics()[component.metric]
    kind = metric.reads[0]
    if kind in PARTS:
        return of_part(account, PARTS[kind], day)
    days = window(metric, component, organisation)
    first = day - timedelta(days=(days or 1) - 1 + (component.change or 0)) if days else None
    asked = {"kind": kind, "from": first.isoformat() if first else "", "to": day.isoformat()}
    return f"{of_account(account)}?{urlencode({key: value for key, value in asked.items() if value})}#timeline"


def window(metric: Metric, component: Component, organisation: Organisation) -> int | None:
    """Days that the value looks back; None where it looks at all or at a month."""
    setting = windowed(metric)
    return component.days or (int(getattr(organisation.settings, setting)) if setting else None)


def of_part(account: Account, part: str, day: date) -> str:
    return f"{of_account(account)}?{urlencode({'part': part, 'as_of': day.isoformat()})}"


def of_account(account: Account) -> str:
    return reverse("account", args=[account.public_id])
