"""Erasures: how far each has come, and when it is done its receipt."""

from django.db import models

from loiste.accounts.public_ids import public_id


def erasure_public_id() -> str:
    return public_id("ers")


class State(models.TextChoices):
    """What is done next: rows of tables, blocks of signals, files of replaced blocks, packing the store; nothing."""

    ROWS = "rows"
    BLOCKS = "blocks"
    FILES = "files"
    PACKING = "packing"
    DONE = "done"


class Erasure(models.Model):
    """One person's. `sought`: what names them, needed until the files are gone and empty from then on.

    `upto`: id of the last block that was looked through. `blocks`, `signals` and `rows` (by table) count what changed.
    """

    public_id = models.CharField(max_length=30, unique=True, default=erasure_public_id)
    pseudonym = models.CharField(max_length=40, db_index=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ROWS, db_index=True)
    sought = models.JSONField(default=dict)
    upto = models.BigIntegerField(default=0)
    blocks_seen = models.IntegerField(default=0)
    blocks_left = models.IntegerField(default=0)
    blocks = models.IntegerField(default=0)
    signals = models.BigIntegerField(default=0)
    rows = models.JSONField(default=dict)
    rewritten_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "privacy"
