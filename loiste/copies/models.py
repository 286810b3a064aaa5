"""The book of backups: what was made when, and what went wrong."""

from django.db import models


class Backup(models.Model):
    """One attempt at a backup. `made_at`: the moment that it shows; `error`: why it failed, empty when it did not."""

    made_at = models.DateTimeField(db_index=True)
    path = models.CharField(max_length=1000)
    bytes = models.BigIntegerField(default=0)  # of the whole copy
    blocks = models.IntegerField(default=0)
    blocks_copied = models.IntegerField(default=0)  # the others were there already
    seconds = models.FloatField(default=0)
    error = models.TextField(blank=True)
