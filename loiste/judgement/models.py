"""Versions of the texts of judgement, and the judgements themselves."""

from django.conf import settings
from django.db import models

from loiste.accounts.models import Account


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
