"""Rows of tiers: what people decide by hand, what was judged and when, and where each account stands now."""

from django.conf import settings
from django.db import models

from loiste.accounts.models import Account


class Promise(models.TextChoices):
    """Of an account to which something is promised; blank where nothing is, or it is no customer."""

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class TierException(models.Model):
    """Somebody says that an account belongs to another tier than the rules say, from `day` until `until` inclusive.

    Its words are never changed; it ends when another takes its place or it is taken back (`ended_at`).
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tier_exceptions")
    tier = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="one_tier_exception_at_a_time"
            ),
        )


class StrategicWeight(models.Model):
    """What an account weighs beyond its euros, 1-5; null takes the weight away. Added, never changed: the last holds.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="strategic_weights")
    weight = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()


class Tiered(models.Model):
    """An account's tier and its promise from a day on, until its next row. Never rewritten.

    `version`: of the tier's text. `by_hand`: by an exception, not by its rule.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tiers")
    as_of = models.DateField()
    tier = models.CharField(max_length=60, blank=True)  # blank: no rule surely holds
    version = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    promise = models.CharField(max_length=7, choices=Promise.choices, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "as_of"], name="one_tier_a_day"),)


class Place(models.Model):
    """Where an account stands as of the last judged day, for pages to list, sort and add up. Replaceable.

    `ruled`: the tier that the rules say; `tier`: the one that holds. `contact_on`, `meeting_on`: the last two-way
    contact and meeting; `contact_from`, `meeting_from`: since when such are recorded at all. `due_on`: the first day
    on which a promise is broken, unless we speak before. `key_account`, `fit_x`, `fit_y` null: not known.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="place")
    ruled = models.CharField(max_length=60, blank=True)
    tier = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    customer = models.BooleanField(null=True)  # pays something; null: nothing is known of that
    signed_up_on = models.DateField(null=True)
    contact_on = models.DateField(null=True)
    contact_from = models.DateField(null=True)
    meeting_on = models.DateField(null=True)
    meeting_from = models.DateField(null=True)
    contact = models.CharField(max_length=7, choices=Promise.choices, blank=True)
    meeting = models.CharField(max_length=7, choices=Promise.choices, blank=True)
    promise = models.CharField(max_length=7, choices=Promise.choices, blank=True)
    due_on = models.DateField(null=True)
    key_account = models.BooleanField(null=True)
    fit_x = models.PositiveSmallIntegerField(null=True)
    fit_y = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["promise", "due_on"], name="places_by_promise"),
            models.Index(fields=["tier", "promise"], name="places_by_tier"),
        )
