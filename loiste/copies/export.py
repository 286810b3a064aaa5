"""`loiste export`: everything for taking elsewhere, without secrets."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.copies import for_people, making
from loiste.copies.backup import is_file, told
from loiste.copies.content import Content
from loiste.copies.errors import CopyError
from loiste.copies.making import Tell, Work, quiet
from loiste.copies.stores import up_to_date
from loiste.copies.writing import FolderOut, TarOut, beside


def export(home: Path, path: Path, *, by: Actor, now: datetime, to: str = "", tell: Tell = quiet) -> Content:
    """Writes the export to a new folder, or to a file ending in .tar, and says so in the audit log.

    `to`: where it goes, by default to that path. The caller holds the lease `making.JOB`. CopyError when the place is
    taken or cannot be written.
    """
    check(by, Right.COPY)
    up_to_date()
    content = making.begun("export", now)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_file(path):
            making.make(Work(home, TarOut(path), content, tell), for_people.besides)
        else:
            into_folder(home, path, content, tell)
    said = {"path": to or str(path), "bytes": content.size}
    audit.write(by, "copy.export", content.made_at, now, after=said)
    return content


def into_folder(home: Path, path: Path, content: Content, tell: Tell) -> None:
    """Made aside, so that the folder is there whole or not at all."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CopyError(_("%(path)s is there already; name a new or empty folder.") % {"path": path})
    aside = beside(path)
    try:
        making.make(Work(home, FolderOut(aside, None, ""), content, tell), for_people.besides)
        os.replace(aside, path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
