"""Stored values of metrics and the books of filling."""

from django.db import models

from loiste.accounts.models import Account


class Reading(models.Model):
    """The organisation's value of a metric on a day. Replaceable: thrown away and counted again at will.

    `value` is a decimal in text (None = unknown); `state` names the timeline and text it was counted from.
    """

    metric = models.CharField(max_length=60)
    as_of = models.DateField()
    value = models.CharField(max_length=60, null=True)
    numerator = models.CharField(max_length=60, null=True)
    denominator = models.CharField(max_length=60, null=True)
    state = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["metric", "as_of"], name="one_reading_a_day"),)


COLUMNS = (
    "mrr", "active_users", "active_days", "ticket_volume", "nps", "last_signal_on", "last_contact_on", "renews_on",
    "notice_on", "plan",
)  # fmt: skip


class Standing(models.Model):
    """Where an account stands, for listing and sorting: its newest figures. Replaceable; null = unknown.

    `mrr` is in millionths of the organisation's currency.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    mrr = models.BigIntegerField(null=True)
    active_users = models.BigIntegerField(null=True)
    active_days = models.BigIntegerField(null=True)
    ticket_volume = models.BigIntegerField(null=True)
    nps = models.FloatField(null=True)
    last_signal_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)  # two-way: a ticket, a call, a meeting, an e-mail
    renews_on = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    plan = models.CharField(max_length=300, null=True)  # those running, parted by commas

    class Meta:
        indexes = tuple(models.Index(fields=[name, "account"], name=f"standing_by_{name}") for name in COLUMNS)


class Filling(models.Model):
    """The book of filling: what was filled last, as of which day, at which moment, from which state."""

    name = models.CharField(max_length=60, unique=True)
    as_of = models.DateField()
    at = models.DateTimeField(null=True)
    state = models.CharField(max_length=64)
