"""Alerts as rows: opened, brought up to date, closed, each with its line of what happened."""

from datetime import date, datetime
from typing import Protocol

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet

from loiste.judgement.alert_books import chunks
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.alert_steps import Standing, Step
from loiste.judgement.evidence import Item, evidence, reasons
from loiste.judgement.facts import Known
from loiste.judgement.models import Alert, AlertChange, AlertWatch
from loiste.judgement.stakes import Stakes, millionths
from loiste.judgement.texts import Text

BATCH = 500
FRESH = ("evidence", "stake", "deadline", "severity", "sort", "version")  # of an open alert, every day anew


class Day(Protocol):
    @property
    def known(self) -> Known: ...
    @property
    def stakes(self) -> Stakes: ...
    @property
    def currency(self) -> str: ...
    @property
    def now(self) -> datetime: ...
    @property
    def as_of(self) -> date: ...


def tidy(on: set[str], as_of: date, now: datetime) -> None:
    """Before rules are judged: what was snoozed up to this day wakes; alerts of rules that are off, and of accounts
    that are merged or archived, are closed."""
    going = Alert.objects.exclude(state="closed")
    with transaction.atomic():
        shut(going.exclude(rule="").exclude(rule__in=on), "rule_off", as_of, now)
        gone = Q(account__archived_at__isnull=False) | Q(account__merged_into__isnull=False)
        shut(going.filter(gone), "gone", as_of, now)
        AlertWatch.objects.exclude(rule__in=on).delete()
        wake(going.filter(state="snoozed", snoozed_until__lte=as_of), as_of, now)


def wake(snoozed: QuerySet[Alert], as_of: date, now: datetime) -> None:
    rows = list(snoozed)
    AlertChange.objects.bulk_create(
        (AlertChange(alert=one, what="woken", on=as_of, at=now) for one in rows), batch_size=BATCH
    )
    for some in chunks(one.pk for one in rows):
        Alert.objects.filter(pk__in=some).update(state="open", snoozed_until=None)


def shut(wanted: QuerySet[Alert], because: str, as_of: date, now: datetime) -> None:
    """Closes alerts that nobody closed by hand."""
    rows = list(wanted.values_list("id", "evidence"))
    AlertChange.objects.bulk_create(
        (AlertChange(alert_id=pk, what="closed", on=as_of, at=now, why=because, evidence=told) for pk, told in rows),
        batch_size=BATCH,
    )
    for some in chunks(pk for pk, _told in rows):
        Alert.objects.filter(pk__in=some).update(
            state="closed", closed_on=as_of, closed_because=because, snoozed_until=None
        )


def write(one: Text[AlertRule], day: Day, taken: Step, before: Standing) -> None:
    """What the step brought: alerts that open, that go on, and that close."""
    known, still = day.known, before.open & ~taken.closed
    holds = one.text.rule.answer(known).yes
    told = evidence(one.text.rule, one.text.evidence, known, taken.opened | (still & holds))
    open_new(one, day, {int(place): told[int(place)] for place in np.flatnonzero(taken.opened)})
    places = {int(known.accounts[place]): int(place) for place in np.flatnonzero(still)}
    if places:
        bring_up(one, day, {account: (place, told.get(place)) for account, place in places.items()})
    if taken.closed.any():
        for some in chunks(known.accounts[taken.closed].tolist()):
            going = Alert.objects.filter(rule=one.text.key, account__in=some).exclude(state="closed")
            shut(going, "cleared", day.as_of, day.now)


def open_new(one: Text[AlertRule], day: Day, told: dict[int, list[Item]]) -> None:
    rule = one.text
    made = [
        Alert(
            account_id=int(day.known.accounts[place]), rule=rule.key, version=one.version, sort=rule.sort,
            severity=rule.severity, opened_on=day.as_of, at=day.now, evidence=items, currency=day.currency,
            stake=stake(rule, day, place), deadline=day.stakes.notice[place],
        )
        for place, items in told.items()
    ]  # fmt: skip
    Alert.objects.bulk_create(made, batch_size=BATCH)
    AlertChange.objects.bulk_create(
        (AlertChange(alert=row, what="opened", on=day.as_of, at=day.now, evidence=row.evidence) for row in made),
        batch_size=BATCH,
    )


def stake(rule: AlertRule, day: Day, place: int) -> int | None:
    return millionths(day.stakes.amounts[rule.stake][place])


def bring_up(one: Text[AlertRule], day: Day, going: dict[int, tuple[int, list[Item] | None]]) -> None:
    """Today's numbers into open alerts, by id of the account; other reasons than before leave a line."""
    changed, turned = [], []
    for row in Alert.objects.filter(rule=one.text.key).exclude(state="closed").iterator():
        if row.account_id not in going:
            continue
        place, items = going[row.account_id]
        if items is not None and reasons(items) != reasons(row.evidence):
            turned.append(row)
        if refresh(row, one, day, place, items):
            changed.append(row)
    Alert.objects.bulk_update(changed, FRESH, batch_size=BATCH)
    AlertChange.objects.bulk_create(
        (AlertChange(alert=row, what="evidence", on=day.as_of, at=day.now, evidence=row.evidence) for row in turned),
        batch_size=BATCH,
    )


def refresh(row: Alert, one: Text[AlertRule], day: Day, place: int, items: list[Item] | None) -> bool:
    """Whether the row says something else now. `items` None: it is unknown whether the rule holds."""
    before = [getattr(row, name) for name in FRESH]
    row.evidence = row.evidence if items is None else items
    row.stake, row.deadline = stake(one.text, day, place), day.stakes.notice[place]
    row.severity, row.sort, row.version = one.text.severity, one.text.sort, one.version
    return before != [getattr(row, name) for name in FRESH]
