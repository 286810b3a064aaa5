"""What can be done with an uploaded file before it is taken in: keep it, say how it is read, ask for work, drop it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.organisation.config import Organisation
from loiste.sources.files import workbook
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.kinds.catalogue import KINDS
from loiste.sources.models import SavedMapping, State, Upload, import_public_id
from loiste.sources.wizard import store
from loiste.sources.wizard.look import SUGGESTED_BY, Look, look
from loiste.sources.wizard.suggest import suggest

KEPT = timedelta(days=30)
HALF_SENT = timedelta(days=1)
CHECK, IMPORT = "check", "import"
BUSY = (State.WAITING, State.RUNNING)


def keep_upload(
    home: Path, organisation: Organisation, sent: Path, *, name: str, kind: str, mapping: SavedMapping | None,
    by: Actor, now: datetime,
) -> Upload:  # fmt: skip
    """Takes a file that was sent (and moves it) as an upload of a kind, read as `mapping` says or as its headings do.

    ValidationError when it cannot be read as a table; then the file is gone.
    """
    try:
        check(by, Right.IMPORT)
        if kind not in KINDS:
            raise ValidationError(_("Choose what the rows of the file are."))
        upload = Upload(
            kind=kind, file_name=short(name), size=sent.stat().st_size, by=by.label, language=get_language() or "",
            at=now, mapping=mapping, settings=dict(mapping.settings) if mapping else {},
        )  # fmt: skip
        sent.rename(store.file_of(home, upload))
    except BaseException:
        sent.unlink(missing_ok=True)
        raise
    return begun(home, organisation, upload, by=by, now=now)


def begun(home: Path, organisation: Organisation, upload: Upload, *, by: Actor, now: datetime) -> Upload:
    try:
        find_sheets(home, upload)
        seen = looked(home, organisation, upload)
    except ValidationError:
        store.delete(home, upload)
        raise
    if "columns" not in upload.settings:
        upload.settings["columns"] = suggested(seen)
    with transaction.atomic():
        upload.save()
        note(upload, "import.upload", by=by, now=now)
    return upload


def find_sheets(home: Path, upload: Upload) -> None:
    """Names the sheets of a workbook. The first is read unless another is asked for."""
    where = store.file_of(home, upload)
    try:
        upload.sheets = workbook.sheets(where) if workbook.is_workbook(where) else []
    except FileError as error:
        raise ValidationError(str(error).replace(upload.public_id, upload.file_name)) from error
    if upload.settings.get("sheet") not in upload.sheets:
        upload.settings.pop("sheet", None)
        if upload.sheets:
            upload.settings["sheet"] = upload.sheets[0]


def short(name: str) -> str:
    """The last part of a name as people see it; browsers of old sent whole paths."""
    return name.replace("\\", "/").rpartition("/")[2][-300:] or "?"


def looked(home: Path, organisation: Organisation, upload: Upload) -> Look:
    """What is seen in the file; ValidationError in place of the errors of files."""
    try:
        return look(home, organisation, upload)
    except (FileError, WrongUsage) as error:
        raise ValidationError(str(error).replace(upload.public_id, upload.file_name)) from error


def suggested(seen: Look) -> dict[str, str]:
    samples = {name: seen.examples(index, SUGGESTED_BY) for index, name in enumerate(seen.table.header)}
    return suggest(seen.kind, seen.table.header, samples)


def note(upload: Upload, action: str, *, by: Actor, now: datetime) -> None:
    said = {"kind": upload.kind, "file": upload.file_name}
    audit.write(by, action, upload.public_id, now, after=said)


def choose(
    home: Path, organisation: Organisation, upload: Upload, settings: Mapping[str, Any], *, by: Actor, now: datetime
) -> Upload:  # fmt: skip
    """Has the file read another way. What was found out by a dry run is forgotten.

    Another sheet, encoding or delimiter gives other columns; those that are new get suggestions.
    ValidationError when the file cannot be read so; then nothing has changed.
    """
    check(by, Right.IMPORT)
    check_idle(upload)
    before = dict(upload.settings)
    upload.settings = dict(settings)
    if settings.get("sheet") != before.get("sheet"):
        store.forget_rows(home, upload)
    if cut_differently(before, settings):
        upload.settings["columns"] = suggested(looked(home, organisation, upload))
    looked(home, organisation, upload)
    upload.state, upload.task, upload.error, upload.report = State.OPEN, "", "", {}
    with transaction.atomic():
        values = {"settings": upload.settings, "state": State.OPEN, "task": "", "error": "", "report": {}}
        if not Upload.objects.filter(pk=upload.pk).exclude(state__in=[*BUSY, State.DONE]).update(**values):
            raise busy()
        if upload.settings != before:
            audit.write(by, "import.choose", upload.public_id, now, before=before, after=upload.settings)
    return upload


def cut_differently(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any((before.get(name) or "") != (after.get(name) or "") for name in ("sheet", "encoding", "delimiter"))


def check_idle(upload: Upload) -> None:
    if upload.state in (*BUSY, State.DONE):
        raise busy()


def busy() -> ValidationError:
    return ValidationError(_("The file is being worked on or has been imported already; load the page again."))


def ask(home: Path, organisation: Organisation, upload: Upload, task: str, *, by: Actor, now: datetime) -> Upload:
    """Puts the file in line for a dry run (CHECK) or for its import (IMPORT).

    ValidationError when something about it has yet to be answered, or when it is in line or imported already.
    """
    check(by, Right.IMPORT)
    check_idle(upload)
    if not looked(home, organisation, upload).settled:
        raise ValidationError(_("Answer the open questions first; they are marked below."))
    with transaction.atomic():
        values = {
            "state": State.WAITING, "task": task, "asked_at": now, "error": "", "report": {}, "done": 0, "total": 0,
            "tries": 0, "by": by.label, "language": get_language() or "", "import_id": import_public_id(),
        }  # fmt: skip
        if not Upload.objects.filter(pk=upload.pk).exclude(state__in=[*BUSY, State.DONE]).update(**values):
            raise busy()
        upload.refresh_from_db()
        note(upload, f"import.{task}", by=by, now=now)
    return upload


def withdraw(upload: Upload, *, by: Actor, now: datetime) -> None:
    """Takes the file out of the line again, if no worker has taken it yet."""
    check(by, Right.IMPORT)
    if not Upload.objects.filter(pk=upload.pk, state=State.WAITING).update(state=State.OPEN, task=""):
        raise ValidationError(_("The work has begun already; it ends by itself."))
    note(upload, "import.withdraw", by=by, now=now)


def discard(home: Path, upload: Upload, *, by: Actor, now: datetime) -> None:
    """Deletes the file and what was said about it. What was imported from it stays."""
    check(by, Right.IMPORT)
    with transaction.atomic():
        deleted, _each = Upload.objects.filter(pk=upload.pk).exclude(state=State.RUNNING).delete()
        if not deleted:
            raise ValidationError(_("The work has begun already; it ends by itself."))
        note(upload, "import.discard", by=by, now=now)
    store.delete(home, upload)


def sweep(home: Path, now: datetime) -> int:
    """Deletes uploads older than 30 days, and what is left of files that never came whole. Returns how many uploads."""
    old = list(Upload.objects.filter(at__lt=now - KEPT).exclude(state=State.RUNNING))
    for upload in old:
        store.delete(home, upload)
        upload.delete()
    for file in store.folder(home).glob("*.part"):
        if file.stat().st_mtime < (now - HALF_SENT).timestamp():
            file.unlink(missing_ok=True)
    return len(old)
