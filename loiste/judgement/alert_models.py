"""Alerts: changes of judgement with their reasons, and all that is remembered to tell each of them once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from loiste.accounts.models import Account
from loiste.accounts.public_ids import public_id


def alert_public_id() -> str:
    return public_id("alt")


class State(models.TextChoices):
    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Because(models.TextChoices):
    """Why an alert was closed."""

    CLEARED = "cleared"  # the condition surely holds no longer
    HAND = "hand"  # somebody closed it
    NOT_USEFUL = "not_useful"  # somebody found that it should not have been told
    RULE_OFF = "rule_off"
    GONE = "gone"  # the account was merged into another, or archived
    WITHDRAWN = "withdrawn"  # whoever raised the flag took it back


class Alert(models.Model):
    """What a rule found of an account, or what somebody flagged (`rule` blank), from opening until closing.

    One account has one open alert of a rule: it is updated, not doubled. `evidence`: see loiste/judgement/evidence.py.
    `stake`: millionths of `currency`; null = unknown.
    """

    public_id = models.CharField(max_length=30, unique=True, default=alert_public_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="alerts")
    rule = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)
    sort = models.CharField(max_length=12)
    severity = models.CharField(max_length=6)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_on = models.DateField()
    at = models.DateTimeField()
    evidence = models.JSONField(default=list)
    stake = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    snoozed_until = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_because = models.CharField(max_length=12, choices=Because.choices, blank=True)
    reason = models.TextField(blank=True)  # of a flag: in the words of whoever raised it
    deadline = models.DateField(null=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="flags")
    about = models.JSONField(default=dict)  # of a flag: the signal it was raised from, as kind, id and day
    taken_up_on = models.DateField(null=True)  # of a flag: somebody is at it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["rule", "account"], name="one_open_alert", condition=~Q(state="closed") & ~Q(rule="")
            ),
        )
        indexes = (
            models.Index(fields=["account", "-opened_on"], name="alerts_of_account"),
            models.Index(fields=["rule", "closed_on"], name="alerts_cooling"),
            models.Index(fields=["state", "id"], name="alerts_by_state"),
        )


class Turn(models.TextChoices):
    OPENED = "opened"
    EVIDENCE = "evidence"  # other comparisons hold than before
    SNOOZED = "snoozed"
    WOKEN = "woken"
    CLOSED = "closed"
    NOT_USEFUL = "not_useful"
    REOPENED = "reopened"  # closing was undone
    TAKEN_UP = "taken_up"  # of a flag: somebody is at it
    PUT_BACK = "put_back"  # taking up was undone
    WITHDRAWN = "withdrawn"  # whoever raised the flag took it back


class AlertChange(models.Model):
    """One turn in the life of an alert. Rows are added, never changed; `by` blank: the rule itself.

    `told`: whoever wants notices has theirs. Only this mark changes.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=Turn.choices)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    told = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["id"], name="changes_to_tell", condition=Q(told=False)),)


class AlertWatch(models.Model):
    """An account for which a rule's condition holds though no alert is open: it dwells, or is held back.

    `days`: judged days in a row. `held`: it is not opened before the condition has surely not held once, as it held
    already when the rule was switched on, or when somebody closed the alert.
    """

    rule = models.CharField(max_length=60)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    days = models.PositiveIntegerField(default=1)
    held = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "account"], name="one_watch"),)


class AlertDay(models.Model):
    """A rule that was judged as of a day, and what came of it. No rule is judged twice on a day, nor on one before."""

    rule = models.CharField(max_length=60)
    as_of = models.DateField()
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    looked = models.PositiveIntegerField(default=0)  # accounts that it applies to
    matched = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    wide = models.PositiveIntegerField(default=0)  # accounts that would have opened, too many at once to be told singly
    paused = models.CharField(max_length=200, blank=True)  # the kinds of signals it waits for
    starting = models.BooleanField(default=False)  # nothing was judged yet since it was switched on: it was paused

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "as_of"], name="one_alert_day"),)


class AlertStart(models.Model):
    """When a rule was switched on, and what was chosen for accounts that matched already."""

    rule = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    open_matching = models.BooleanField(default=False)  # false: only those that come to match later
    done_on = models.DateField(null=True)  # judged since
