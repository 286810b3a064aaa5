"""Alerts in the order in which they should be looked at, for whoever asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from loiste.accounts.doors import owned
from loiste.accounts.permissions import Actor
from loiste.judgement.alert_rank import Asked, Rank, middle, rank
from loiste.judgement.alert_rule import AlertRule, Severity, Sort
from loiste.judgement.doors import alerts_for
from loiste.judgement.models import Alert
from loiste.judgement.texts import Text

SCOPES = ("all", "mine", "team")
STATES = ("open", "snoozed", "closed")
SEVERITIES: tuple[str, ...] = get_args(Severity)
SORTS: tuple[str, ...] = get_args(Sort)
KEY_ACCOUNT = "key_account"  # the attribute that names key accounts
TRUE = {"1", "true", "yes", "y", "x", "on", "kyllä"}
MILLION = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """Which alerts are asked for; empty = whichever. `rule` "-": flags."""

    scope: str = "all"
    state: str = "open"
    rule: str = ""
    severity: str = ""
    sort: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Line:
    alert: Alert
    rank: Rank


def asked(by: Actor, wanted: Wanted) -> QuerySet[Alert]:
    """In no order."""
    found = alerts_for(by).filter(state=wanted.state or "open")
    equal = {"severity": wanted.severity, "sort": wanted.sort, "account__owner": wanted.owner}
    equal |= {"rule": wanted.rule} if wanted.rule != "-" else {}
    found = found.filter(**{name: value for name, value in equal.items() if value})
    found = found.filter(rule="") if wanted.rule == "-" else found
    return found.filter(owned(by, wanted.scope, "account__"))


def ranked(found: QuerySet[Alert], today: date) -> list[tuple[int, Rank]]:
    """Ids with their ranks, the highest first, the older of equals first; one narrow question."""
    columns = ("id", "severity", "stake", "opened_on", "deadline", f"account__attributes__{KEY_ACCOUNT}")
    rows = list(found.order_by().values_list(*columns))
    stakes = [None if row[2] is None else row[2] / MILLION for row in rows]
    usual = middle(stakes)
    ranks = [
        (pk, rank(Asked(severity, stake, opened, deadline, is_key(key)), today, usual))
        for (pk, severity, _stake, opened, deadline, key), stake in zip(rows, stakes, strict=True)
    ]
    return sorted(ranks, key=lambda one: (-one[1].value, one[0]))


def is_key(value: object) -> bool:
    """Whether the attribute says that the account is a key account."""
    return value is True or str(value).strip().lower() in TRUE


def lines(order: Sequence[tuple[int, Rank]]) -> list[Line]:
    """The rows of these ids, in their order."""
    rows = Alert.objects.select_related("account", "raised_by").in_bulk([pk for pk, _rank in order])
    return [Line(rows[pk], found) for pk, found in order if pk in rows]


def name_of(rules: dict[str, Text[AlertRule]], key: str) -> str:
    """The name of a rule as people read it; that of one that is no longer there is its key."""
    if not key:
        return _("Flag")
    return str(rules[key].text.name) if key in rules else key


def names(rules: dict[str, Text[AlertRule]], keys: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((key, name_of(rules, key)) for key in keys), key=lambda one: one[1].casefold())
