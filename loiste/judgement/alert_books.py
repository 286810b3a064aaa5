"""Where accounts stand with alert rules, read from the store and written back: a few questions a rule."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np
from django.db.models import F, Max

from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.alert_steps import Limits, Standing, nothing
from loiste.judgement.models import Alert, AlertDay, AlertStart, AlertWatch
from loiste.judgement.rules import Bools
from loiste.metrics.by_account import Ints

CHUNK = 500


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(ids)
    yield from (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def limits(rule: AlertRule, stride: int = 1) -> Limits:
    return Limits(rule.dwell_days, rule.cool_down_days, rule.base_share, stride)


def standing(rule: AlertRule, accounts: Ints, as_of: date) -> Standing:
    """As it was left by the last day judged."""
    found = nothing(len(accounts))
    places = {account: place for place, account in enumerate(accounts.tolist())}
    own = Alert.objects.filter(rule=rule.key)
    for account in own.exclude(state="closed").values_list("account_id", flat=True):
        if account in places:
            found.open[places[account]] = True
    watched = AlertWatch.objects.filter(rule=rule.key).values_list("account_id", "days", "held")
    for account, days, held in watched.iterator():
        if account in places:
            found.days[places[account]], found.held[places[account]] = days, held
    recent = own.filter(closed_on__gt=as_of - timedelta(days=rule.cool_down_days))
    for account, day in recent.values("account").annotate(day=Max("closed_on")).values_list("account", "day"):
        if account in places:
            found.cool_until[places[account]] = day.toordinal() + rule.cool_down_days
    return found


def keep(rule: AlertRule, accounts: Ints, before: Standing, after: Standing, as_of: date) -> None:
    """Writes what is to be remembered of accounts without an open alert."""
    was, now = remembered(rule, before), remembered(rule, after)
    same_row = was & now & (before.held == after.held)
    gone = accounts[was & ~same_row]
    fresh = np.flatnonzero(now & ~same_row)
    grown = accounts[same_row & (after.days > before.days) & ~after.held]
    watched = AlertWatch.objects.filter(rule=rule.key)
    for some in chunks(gone.tolist()):
        watched.filter(account__in=some).delete()
    for some in chunks(grown.tolist()):
        watched.filter(account__in=some).update(days=F("days") + 1)
    AlertWatch.objects.bulk_create(
        (
            AlertWatch(rule=rule.key, account_id=int(accounts[place]), since=as_of, days=int(after.days[place]),
                       held=bool(after.held[place]))
            for place in fresh
        ), batch_size=CHUNK,
    )  # fmt: skip


def remembered(rule: AlertRule, standing: Standing) -> Bools:
    """Which accounts need a row: those held back, and those that dwell."""
    return ~standing.open & (standing.held | ((standing.days > 0) & (rule.dwell_days > 1)))


def is_starting(rule: str, as_of: date) -> bool:
    """Whether the rule is judged for the first time since it was switched on: the run before knew nothing of it."""
    if AlertStart.objects.filter(rule=rule, done_on=None).exists():
        return True
    before = AlertDay.objects.filter(as_of__lt=as_of)
    last = before.aggregate(day=Max("as_of"))["day"]
    row = before.filter(rule=rule, as_of=last).first() if last else None
    return row is None or row.starting


def opens_matching(rule: str, as_of: date) -> bool:
    """What was chosen for accounts that match already when the rule starts; the choice is marked as done."""
    waiting = AlertStart.objects.filter(rule=rule, done_on=None).order_by("id")
    chosen = waiting.last()
    waiting.update(done_on=as_of)
    return chosen is not None and chosen.open_matching
