"""What people do with an alert: put it aside until a day, close it, say that it was of no use, and take that back."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement.models import Alert, AlertChange, AlertWatch

MOST_DAYS = 366  # for which an alert can be put aside
MOST_LETTERS = 1000


def snooze(alert: Alert, until: date, reason: str, *, by: Actor, now: datetime, today: date) -> None:
    """Puts the alert aside; it is back on the day `until`, unless its condition clears before."""
    check(by, Right.CHANGE, [alert.account])
    why = because(reason)
    if not 0 < (until - today).days <= MOST_DAYS:
        raise ValidationError(_("Name a day after today, at most a year ahead."))
    change = {"state": "snoozed", "snoozed_until": until}
    turn(alert, "snoozed", change, by=by, now=now, today=today, why=why, action="alert.snooze")


def wake(alert: Alert, *, by: Actor, now: datetime, today: date) -> None:
    """Takes snoozing back."""
    check(by, Right.CHANGE, [alert.account])
    if alert.state == "snoozed":
        change = {"state": "open", "snoozed_until": None}
        turn(alert, "woken", change, by=by, now=now, today=today, action="alert.wake")


def close_alert(alert: Alert, reason: str, *, by: Actor, now: datetime, today: date) -> None:
    """Closes it by hand: it is dealt with. It is not opened again before its condition has once cleared."""
    check(by, Right.CHANGE, [alert.account])
    close(alert, "hand", "closed", by=by, now=now, today=today, why=because(reason), action="alert.close")


def mark_not_useful(alert: Alert, reason: str, *, by: Actor, now: datetime, today: date) -> None:
    """Closes it as one that should not have been told; what is said of rules counts these."""
    check(by, Right.CHANGE, [alert.account])
    why = because(reason)
    close(alert, "not_useful", "not_useful", by=by, now=now, today=today, why=why, action="alert.not_useful")


def reopen(alert: Alert, *, by: Actor, now: datetime, today: date) -> None:
    """Takes back that somebody closed it. ValidationError when another one of its rule is open by now."""
    check(by, Right.CHANGE, [alert.account])
    if alert.state != "closed" or alert.closed_because not in ("hand", "not_useful"):
        raise ValidationError(_("Only what somebody closed by hand can be opened again."))
    others = Alert.objects.filter(rule=alert.rule, account=alert.account).exclude(state="closed").exclude(rule="")
    if others.exists():
        raise ValidationError(_("A newer alert of this rule is open; use that one."))
    with transaction.atomic():
        AlertWatch.objects.filter(rule=alert.rule, account=alert.account).delete()
        change = {"state": "open", "closed_on": None, "closed_because": ""}
        turn(alert, "reopened", change, by=by, now=now, today=today, action="alert.reopen")


def close(alert: Alert, kind: str, what: str, *, by: Actor, now: datetime, today: date, why: str, action: str) -> None:
    """Closes it, and holds it back until the condition has once surely not held."""
    if alert.state == "closed":
        raise ValidationError(_("This alert is closed already."))
    change = {"state": "closed", "closed_on": today, "closed_because": kind, "snoozed_until": None}
    with transaction.atomic():
        turn(alert, what, change, by=by, now=now, today=today, why=why, action=action)
        if alert.rule:
            row = {"since": today, "days": 1, "held": True}
            AlertWatch.objects.update_or_create(rule=alert.rule, account=alert.account, defaults=row)


def because(reason: str) -> str:
    """A reason as it is kept; ValidationError without one."""
    why = " ".join(reason.split())[:MOST_LETTERS]
    if not why:
        raise ValidationError(_("Write down why, in a few words."))
    return why


def turn(
    alert: Alert, what: str, change: dict[str, Any], *, by: Actor, now: datetime, today: date, why: str = "",
    action: str,
) -> None:  # fmt: skip
    """One change of state, with its line in the alert's own life and in the log. ValidationError when somebody else has
    changed it meanwhile."""
    before = {"state": alert.state}
    with transaction.atomic():
        if not Alert.objects.filter(pk=alert.pk, **before).update(**change):
            raise ValidationError(_("Somebody else has just changed this alert; look again."))
        AlertChange.objects.create(alert=alert, what=what, on=today, at=now, by=by.label, why=why)
        told = {"alert": alert.public_id, "rule": alert.rule, "state": change["state"]}
        until = {"until": change["snoozed_until"].isoformat()} if change.get("snoozed_until") else {}
        audit.write(by, action, alert.account.public_id, now, before=before, after=told | until)
    for name, value in change.items():
        setattr(alert, name, value)
