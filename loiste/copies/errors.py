"""What goes wrong with a copy, in words for whoever gave the command."""

from pathlib import Path

from django.utils.translation import gettext as _

from loiste.plain.room import out_of_room


class CopyError(Exception):
    """A copy that cannot be made or read; the text says why and what to do."""


def not_written(path: Path, error: OSError) -> CopyError:
    """In place of an error of the disk while a copy is written."""
    if out_of_room(error, path):
        text = _("The disk that holds %(path)s is full; make room and try again. What was there before is whole.")
        return CopyError(text % {"path": path})
    text = _("%(path)s cannot be written (%(why)s); name a folder that you may write to.")
    return CopyError(text % {"path": path, "why": error.strerror or error})
