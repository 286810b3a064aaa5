"""Rows of renewals: what people call of a contract's coming end, and which components of a health score were red."""

from django.conf import settings
from django.db import models

from loiste.accounts.models import Account
from loiste.accounts.public_ids import public_id


def call_public_id() -> str:
    return public_id("cal")


class Says(models.TextChoices):
    RENEWS = "renews"
    UNSURE = "unsure"
    LEAVES = "leaves"


class RenewalCall(models.Model):
    """What somebody expects of an account when the term that ends on `about` is over. Rows are added, never changed.

    The newest row counts that was not taken back; a row that takes another back says nothing itself (`says` blank).
    `amount`: what is then paid a month, in millionths of `currency`, null = not said; `on`: the day on which they
    expect it to be decided. `contracts`: the [source, reference] of those that end. `owner`: of the account, then.
    """

    public_id = models.CharField(max_length=40, unique=True, default=call_public_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="renewal_calls")
    about = models.DateField()
    says = models.CharField(max_length=6, choices=Says.choices, blank=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    on = models.DateField(null=True)
    next_step = models.CharField(max_length=300, blank=True)
    contracts = models.JSONField(default=list)
    owner = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()
    takes_back = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="taken_back")

    class Meta:
        indexes = (
            models.Index(fields=["account", "about"], name="calls_of_account"),
            models.Index(fields=["about", "day"], name="calls_by_end"),
        )


class RedParts(models.Model):
    """Which components of an account's health were red from a judged day on, until its next row. Never rewritten.

    `parts`: keys of components of the `version` of `model`; empty: none was.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    model = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "as_of"], name="one_row_of_red_parts_a_day"),)
