"""The work that uploads wait for: dry runs and imports, each done by one process, and by another if that one dies."""

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from loiste.organisation.config import Organisation
from loiste.organisation.store import refresh
from loiste.plain.holder import is_dead, myself
from loiste.plain.room import out_of_room
from loiste.sources.files.date_guess import AmbiguousDates
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.importing import import_file
from loiste.sources.files.report import Report
from loiste.sources.models import Import, State, Upload
from loiste.sources.wizard import mended, store
from loiste.sources.wizard.asked import request_of
from loiste.sources.wizard.look import look
from loiste.sources.wizard.uploads import CHECK, sweep

log = logging.getLogger("loiste.wizard")
HELD = timedelta(seconds=60)  # renewed with every chunk of rows
MOST_TRIES = 10  # a file that ends the worker every time is given up then
LISTED = 100  # faulty rows that a dry run's report keeps


class Lost(Exception):
    """Another worker has taken the upload over."""


def run_next(home: Path, organisation: Organisation, now: datetime) -> bool:
    """Does the work that has waited longest; False when there is none. Deletes old uploads as well."""
    sweep(home, now)
    for upload in Upload.objects.filter(state__in=[State.WAITING, State.RUNNING]).order_by("asked_at", "id"):
        if is_free(upload, now) and run_this(home, organisation, upload, now):
            return True
    return False


def is_free(upload: Upload, now: datetime) -> bool:
    """Whether nobody is at work on it: it waits, or its holder has died or let its time run out."""
    if upload.state == State.WAITING:
        return True
    return upload.held_until is None or upload.held_until <= now or is_dead(upload.holder)


def run_this(home: Path, organisation: Organisation, upload: Upload, now: datetime) -> bool:
    """Does the work of one upload. False when another was quicker to take it."""
    holder = myself()
    as_seen = Upload.objects.filter(pk=upload.pk, state=upload.state, holder=upload.holder, tries=upload.tries)
    values = {"state": State.RUNNING, "holder": holder, "held_until": now + HELD, "done": 0}
    if not as_seen.update(tries=F("tries") + 1, **values):
        return False
    upload.refresh_from_db()
    with translation.override(upload.language or organisation.language):
        if upload.tries > MOST_TRIES:
            fail(upload, _("The import ended the worker several times and was given up; see the worker's log."))
        else:
            worked(home, organisation, upload, now)
    return True


def worked(home: Path, organisation: Organisation, upload: Upload, now: datetime) -> None:
    try:
        if upload.task == CHECK:
            checked(upload, taken_in(home, organisation, upload, now))
        else:
            imported(home, organisation, upload, now)
    except Lost:
        log.warning("upload %s was taken over by another worker", upload.public_id)
    except AmbiguousDates as doubt:
        fail(upload, f"{doubt.said} {_('Choose how its dates are written.')}")
    except (FileError, WrongUsage) as error:
        fail(upload, str(error).replace(upload.public_id, upload.file_name))
    except (InterfaceError, OperationalError):  # the store was locked for too long, or away: no fault of the file
        log.warning("upload %s waits for the store", upload.public_id, exc_info=True)
        refresh()
        mine = Upload.objects.filter(pk=upload.pk, holder=upload.holder, state=State.RUNNING)
        mine.update(state=State.WAITING)
    except Exception as error:  # whatever it is, the worker must go on with other work
        log.exception("upload %s failed", upload.public_id)
        unexpected = _("Something unexpected happened and nothing was changed; the worker's log says what.")
        no_room = _("The server's disk is full, and nothing was changed. Make room, then start it again.")
        fail(upload, no_room if out_of_room(error, home) else unexpected)


def taken_in(home: Path, organisation: Organisation, upload: Upload, now: datetime) -> Report:
    """The report of the dry run or of the import. The decimal mark is the one that the pages show."""
    mark = look(home, organisation, upload).mark or "."
    started = time.monotonic()

    def progress(done: int, total: int) -> None:
        until = now + timedelta(seconds=time.monotonic() - started) + HELD
        mine = Upload.objects.filter(pk=upload.pk, holder=upload.holder, state=State.RUNNING)
        if not mine.update(done=done, total=total, held_until=until):
            raise Lost

    request = request_of(home, upload, dry_run=upload.task == CHECK, decimal=mark, progress=progress)
    return import_file(request, home=home, organisation=organisation, now=now, by=upload.by, origin="worker")


def imported(home: Path, organisation: Organisation, upload: Upload, now: datetime) -> None:
    """Takes the file in, unless that was done already and only the finish is missing."""
    run = Import.objects.filter(public_id=upload.import_id).first()
    if run is None:
        try:
            taken_in(home, organisation, upload, now)
        except IntegrityError:
            if not Import.objects.filter(public_id=upload.import_id).exists():
                raise
            log.warning("upload %s was imported by another worker meanwhile", upload.public_id)
        run = Import.objects.get(public_id=upload.import_id)
    with transaction.atomic():
        mended.settle(upload, run)
        Upload.objects.filter(pk=upload.pk).update(state=State.DONE, import_run=run, error="", report=run.report)
    store.forget_rows(home, upload)


def checked(upload: Upload, report: Report) -> None:
    said = {**report.as_dict(), "errors": report.errors[:LISTED]}
    mine = Upload.objects.filter(pk=upload.pk, holder=upload.holder, state=State.RUNNING)
    mine.update(state=State.CHECKED, report=said, error="")


def fail(upload: Upload, error: str) -> None:
    mine = Upload.objects.filter(pk=upload.pk, holder=upload.holder, state=State.RUNNING)
    mine.update(state=State.FAILED, error=error)
