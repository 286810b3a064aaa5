"""Versions of the texts of judgement, and the judgements themselves."""

from django.conf import settings
from django.db import models

from loiste.accounts.models import Account
from loiste.accounts.public_ids import public_id
from loiste.judgement.alert_models import Alert, AlertChange, AlertDay, AlertStart, AlertWatch
from loiste.judgement.corner_rows import Corner, Cornered
from loiste.judgement.notice_models import Notice, NoticeChoice, NoticeMail
from loiste.judgement.renewal_rows import RedParts, RenewalCall
from loiste.judgement.tier_rows import Place, StrategicWeight, Tiered, TierException

__all__ = [
    "Alert", "AlertChange", "AlertDay", "AlertStart", "AlertWatch", "Band", "Corner", "Cornered", "Health", "Judged",
    "Notice", "NoticeChoice", "NoticeMail", "Override", "Place", "RedParts", "RenewalCall", "Score", "StrategicWeight",
    "TierException", "Tiered", "Version",
]  # fmt: skip


def override_public_id() -> str:
    return public_id("ovr")


class Version(models.Model):
    """One version of a text: what it said, who wrote it, when and why. Versions are added, never changed.

    The last version of a text is the one that holds.
    """

    kind = models.CharField(max_length=20)
    text_key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    because = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "text_key", "number"], name="one_version_a_number"),)


class Band(models.TextChoices):
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class Judged(models.Model):
    """A day that was judged, and at which moment: what was known by then, and by which versions."""

    as_of = models.DateField(unique=True)
    at = models.DateTimeField()
    versions = models.JSONField(default=dict)  # model key -> number of its version
    accounts = models.PositiveIntegerField()  # with a score
    # Band ("" = no score) -> [accounts, MRR in millionths of the organisation's currency, accounts of unknown MRR].
    bands = models.JSONField(default=dict)
    # `key` and `version` of the quadrant's text, `corners`: corner -> the same three numbers. Empty: none was in force.
    quadrant = models.JSONField(default=dict)


class Score(models.Model):
    """An account's score from a day on, until its next one. Stored when its whole number, band, model or coverage
    changes; never rewritten. `score` null: too little is known to say.

    `score` 0-100, `coverage` 0-1 share of weight that rests on data.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="scores")
    as_of = models.DateField()
    score = models.FloatField(null=True)
    band = models.CharField(max_length=6, choices=Band.choices, blank=True)
    coverage = models.FloatField()
    model = models.CharField(max_length=60, blank=True)  # blank: no model holds for the account
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "as_of"], name="one_score_a_day"),)
        indexes = (models.Index(fields=["as_of"], name="scores_by_day"),)


class Health(models.Model):
    """Where an account's health stands by the last day judged: what its newest score says, for listing and sorting.

    Replaceable. While an override holds, `by_hand`, its score and band are here. `since`: the first day of what the
    machine says. `before`: the machine's score 28 days before the last day judged, and
    `change` what it has moved since; null = one of both is unknown.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="health")
    score = models.FloatField(null=True)
    band = models.CharField(max_length=6, choices=Band.choices, blank=True)
    coverage = models.FloatField()
    model = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    before = models.FloatField(null=True)
    change = models.FloatField(null=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=["score", "account"], name="health_by_score"),
            models.Index(fields=["change", "account"], name="health_by_change"),
            models.Index(fields=["band", "account"], name="health_by_band"),
        )


class Override(models.Model):
    """Somebody's own score in the place of the machine's, while it holds. The machine's scores are kept as they are.

    It holds from `day` up to the end of `expires`, or until the day on which it was ended. `machine`: what the machine
    said when it was set, null where it said nothing. Without author or ender: the command line, or gone from the team.
    """

    public_id = models.CharField(max_length=40, unique=True, default=override_public_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="overrides")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField()
    score = models.FloatField()
    machine = models.FloatField(null=True)
    at = models.DateTimeField()
    day = models.DateField()
    expires = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["account", "day"], name="overrides_by_account"),)


class RunState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Run(models.Model):
    """A rehearsal that somebody asked for: of what, how far it is, and what it told.

    `model`: the key of a model, or `default`; `versions`: key -> number of those rehearsed. `done` of `total` days have
    been looked at. `told`: what `loiste backtest health --json` prints.
    """

    model = models.CharField(max_length=60)
    versions = models.JSONField(default=dict)
    first = models.DateField()
    last = models.DateField()
    churn = models.CharField(max_length=10)
    lead = models.PositiveIntegerField()
    every = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING, db_index=True)
    holder = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["model", "asked_at"], name="runs_of_a_model"),)


class Membership(models.Model):
    """An account in a segment from a day until the first day without it; `to_day` null: still.

    Written when a day is judged. But for `to_day`, which is said once, rows are never rewritten. `version`: of the
    segment's text when the account came in. `by_rule_in`, `by_rule_out`: not the account changed but the text.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    segment = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    by_rule_in = models.BooleanField(default=False)
    by_rule_out = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "segment", "from_day"], name="one_membership_a_day"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["segment", "to_day", "account"], name="members_by_end"),
            models.Index(fields=["segment", "from_day"], name="members_by_start"),
        )


class Counted(models.Model):
    """From which day on, and since which moment, members of a segment were counted by a version of its text."""

    segment = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    as_of = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["segment", "version"], name="one_count_a_version"),)
