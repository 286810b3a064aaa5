"""What the operational store knows of the timeline: the list of blocks, and who holds which job."""

from django.db import models

SCHEMA_VERSION = 2  # of the blocks (2: said_at); kept here so that listing them does not load the engine


class Block(models.Model):
    """One Parquet file of signals, never changed once listed. `path` is relative to the home folder."""

    path = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30, db_index=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    rows = models.BigIntegerField()
    bytes = models.BigIntegerField()
    schema = models.IntegerField()
    created_at = models.DateTimeField(db_index=True)
    version = models.BigIntegerField(null=True)  # of merged blocks: the newest id or version of what they replace
    replaced_at = models.DateTimeField(null=True, db_index=True)


class Lease(models.Model):
    """At most one holder of a job at a time; a lease past `until` is free again."""

    job = models.CharField(max_length=30, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)  # when a round of the job was last through
