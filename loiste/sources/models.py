"""How signals get in: sources with their keys, the inbox, what could not be used; imports; currency rates."""

from django.db import models

from loiste.accounts.models import public_id


def import_public_id() -> str:
    return public_id("imp")


def source_public_id() -> str:
    return public_id("src")


def upload_public_id() -> str:
    return public_id("upl")


def mapping_public_id() -> str:
    return public_id("map")


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


class Answered(models.Model):
    """A request to the API that named itself, with its answer: asked again, it is answered so and does nothing."""

    key = models.ForeignKey(Key, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)  # Idempotency-Key
    asked = models.CharField(max_length=64)  # a hash of what was asked
    status = models.IntegerField(null=True)  # null: at work
    answer = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "name"], name="one_answer_per_name"),)


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
    sent_at = models.CharField(max_length=60, blank=True)  # of its delivery: the sender's clock, and the type of events
    type = models.CharField(max_length=60, blank=True)  # that do not say theirs
    body = models.BinaryField()


class Import(models.Model):
    """One file taken in whole. `report` holds read, accepted, duplicate, rejected, what was detected, and notes.

    `mapping`: how it was read, as `ImportRequest.as_mapping`. `header`: the columns of the file.
    """

    public_id = models.CharField(max_length=30, unique=True, default=import_public_id)
    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    report = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    header = models.JSONField(default=list)


class RejectedRow(models.Model):
    """A row that was not taken in: where it stands, why, and its cells, so that it can be mended.

    `mended`: the cells as somebody has mended them, until the row is imported again.
    """

    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=40)
    cells = models.JSONField(default=dict)
    mended = models.JSONField(null=True)


class SavedMapping(models.Model):
    """How files of a kind are read, under a name. `header`: the columns of the file it was made for.

    `settings`: as those of an upload.
    """

    public_id = models.CharField(max_length=30, unique=True, default=mapping_public_id)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=30)
    header = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class State(models.TextChoices):
    """Of an upload: being set up, waiting for a worker, at work, checked by a dry run, imported, not possible."""

    OPEN = "open"
    WAITING = "waiting"
    RUNNING = "running"
    CHECKED = "checked"
    DONE = "done"
    FAILED = "failed"


class Upload(models.Model):
    """A file on its way in. It lies under the home folder by its public id until it is old.

    `settings`: `columns` (column -> field), `set`, `date_format`, and flags of an import by their names. `task`: what
    is waiting or at work, check or import. `import_id`: under which the import is kept, so that it is kept once.
    `mends`: the import whose rejected rows (`rows`: their ids) this file holds. `error`: why it failed, in words.
    """

    public_id = models.CharField(max_length=30, unique=True, default=upload_public_id)
    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=300)
    size = models.BigIntegerField()
    by = models.CharField(max_length=200)
    language = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField(db_index=True)
    settings = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)  # names of those with content, for a workbook
    mapping = models.ForeignKey(SavedMapping, null=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    task = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    import_id = models.CharField(max_length=30, blank=True)
    import_run = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="uploads")
    mends = models.ForeignKey(Import, null=True, on_delete=models.CASCADE, related_name="mendings")
    rows = models.JSONField(default=list)


class Rate(models.Model):
    """Price of one unit of `currency` in the organisation's currency on `day`, in billionths."""

    day = models.DateField()
    currency = models.CharField(max_length=3)
    rate = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "currency"], name="one_rate_a_day"),)
