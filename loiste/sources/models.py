"""How signals get in: sources with their keys, the inbox, what could not be used; imports; currency rates."""

from django.db import models

from loiste.accounts.models import public_id


def import_public_id() -> str:
    return public_id("imp")


def source_public_id() -> str:
    return public_id("src")


def key_public_id() -> str:
    return public_id("key")


class Source(models.Model):
    """A sender of signals. Its name is part of every signal's identity, so it never changes.

    `settings`: create (accounts and contacts that events name are made), attribute (of accounts, that holds the
    sender's ids), group_type (PostHog: which group is the account).
    """

    public_id = models.CharField(max_length=30, unique=True, default=source_public_id)
    name = models.CharField(max_length=60, unique=True)
    settings = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True)  # of the first and last event drained
    last_at = models.DateTimeField(null=True)
    signals = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)


class Key(models.Model):
    """A secret that lets a program in. Only its hash is kept; `hint` is its end, to tell keys apart."""

    public_id = models.CharField(max_length=30, unique=True, default=key_public_id)
    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    scopes = models.JSONField(default=list)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)


class Delivery(models.Model):
    """One accepted request, as it came: the inbox. Gone once it is drained. `body` is unzipped JSON."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)  # an index would slow every delivery
    wire = models.CharField(max_length=20)  # how it is written: segment, posthog
    events = models.IntegerField()
    received_at = models.DateTimeField()
    body = models.BinaryField()


class RefusedEvent(models.Model):
    """An event that could not be used, as it came, with the reason; `waits`: nobody knows its type yet."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE)
    wire = models.CharField(max_length=20)
    received_at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
    waits = models.BooleanField(default=False)
    kind = models.CharField(max_length=100, blank=True)  # the unknown type
    body = models.BinaryField()


class Import(models.Model):
    """One file taken in whole. `report` holds read, accepted, duplicate, rejected, what was detected, and notes."""

    public_id = models.CharField(max_length=30, unique=True, default=import_public_id)
    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    report = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)


class RejectedRow(models.Model):
    """A row that was not taken in: where it stands, why, and its cells, so that it can be mended."""

    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=40)
    cells = models.JSONField(default=dict)


class Rate(models.Model):
    """Price of one unit of `currency` in the organisation's currency on `day`, in billionths."""

    day = models.DateField()
    currency = models.CharField(max_length=3)
    rate = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "currency"], name="one_rate_a_day"),)
