"""Rejected rows that people mend: their cells kept, imported again as a small file, and what is left brought home."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.sources.files import rows_file
from loiste.sources.models import Import, RejectedRow, State, Upload, import_public_id
from loiste.sources.wizard import store
from loiste.sources.wizard.asked import settings_of

LONGEST = 32_767  # characters of a cell, as in Excel
BEYOND = "+"  # before the names of cells that belong to no column


def header_of(run: Import) -> list[str]:
    """The columns of the file; of imports that did not keep them, those of the widest rejected row."""
    if run.header:
        return [str(name) for name in run.header]
    rows = run.rejected_rows.order_by("line", "id").values_list("cells", flat=True)
    widest: dict[str, str] = max(rows, key=len, default={})
    return [name for name in widest if not name.startswith(BEYOND)]


def mend(run: Import, cells: Mapping[int, Mapping[str, str]], *, by: Actor, now: datetime) -> int:
    """Keeps the cells of rejected rows (id -> column -> text) as they are mended now. Returns how many rows differ.

    A row that says what it said when it was rejected is not mended. Nothing is imported yet.
    """
    check(by, Right.IMPORT)
    rows = list(run.rejected_rows.filter(pk__in=cells))
    changed = [row for row in rows if take_over(row, cells[row.pk])]
    if changed:
        with transaction.atomic():
            RejectedRow.objects.bulk_update(changed, ["mended"], batch_size=500)
            note(run, "import.mend", len(changed), by=by, now=now)
    return len(changed)


def take_over(row: RejectedRow, said: Mapping[str, str]) -> bool:
    """Whether the row is mended in another way than before."""
    fresh = {**row.cells, **{name: text[:LONGEST] for name, text in said.items()}}
    mended = None if fresh == row.cells else fresh
    differs = bool(mended != row.mended)
    row.mended = mended
    return differs


def note(run: Import, action: str, rows: int, *, by: Actor, now: datetime) -> None:
    audit.write(by, action, run.public_id, now, after={"rows": rows})


def ready(run: Import, *, untouched: bool = False) -> QuerySet[RejectedRow]:
    """Rows to import again: the mended ones; all of them with `untouched`."""
    rows = run.rejected_rows.order_by("line", "id")
    return rows if untouched else rows.filter(mended__isnull=False)


def import_again(home: Path, run: Import, *, untouched: bool, by: Actor, now: datetime) -> Upload:
    """Puts the mended rows in line as one small file that is read as the import was.

    ValidationError when there is none, or when others of them are on their way already.
    """
    check(by, Right.IMPORT)
    rows = list(ready(run, untouched=untouched))
    if not rows:
        raise ValidationError(_("No row has been mended yet; mend one and save, then import."))
    if run.mendings.filter(state__in=[State.WAITING, State.RUNNING]).exists():
        raise ValidationError(_("Mended rows of this file are being imported; load the page again in a moment."))
    upload = Upload(
        kind=run.kind, file_name=run.file_name, size=0, by=by.label, language=get_language() or "", at=now,
        settings=settings_of(run), state=State.WAITING, task="import", asked_at=now, import_id=import_public_id(),
        mends=run, rows=[row.pk for row in rows],
    )  # fmt: skip
    write(home, upload, header_of(run), rows)
    with transaction.atomic():
        upload.save()
        note(run, "import.again", len(rows), by=by, now=now)
    return upload


def write(home: Path, upload: Upload, header: list[str], rows: list[RejectedRow]) -> None:
    """The small file: rows keep the line numbers of the file that they came from."""
    lines = ((row.line, cells_of(row, header)) for row in rows)
    where = store.rows_of(home, upload)
    rows_file.write(where, header, lines)
    upload.size = where.stat().st_size


def cells_of(row: RejectedRow, header: list[str]) -> list[str]:
    said = row.cells if row.mended is None else row.mended
    beyond = [text for name, text in said.items() if name.startswith(BEYOND) and name not in header]
    return [str(said.get(name, "")) for name in header] + beyond


def settle(upload: Upload, run: Import) -> None:
    """After an import of mended rows: those that went in leave the list, those that did not come back to it.

    Does nothing for other uploads, and nothing when said again. Call inside `transaction.atomic()`.
    """
    if upload.mends is None:
        return
    upload.mends.rejected_rows.filter(pk__in=upload.rows).delete()
    run.rejected_rows.update(import_run=upload.mends)
