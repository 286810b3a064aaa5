"""How signals got in: each import with its report, its rejected rows; currency rates."""

from django.db import models

from loiste.accounts.models import public_id


def import_public_id() -> str:
    return public_id("imp")


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
