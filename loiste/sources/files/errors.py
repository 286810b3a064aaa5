"""What can go wrong with a file: the use of the command, the file as a whole, or one cell of it."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _


class FileError(Exception):
    """The file cannot be taken in; the text says why and what to do."""


class WrongUsage(Exception):
    """What was asked does not fit the kind or the file; the text says what to ask instead."""


class BadCell(Exception):
    """A row is refused. `code`: a key of `reasons.REASONS`; `field`: the one to blame, None = the one being read."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.code, self.field = code, field


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, with a space before it; empty when nothing is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return " " + _("Did you mean %(word)s?") % {"word": near[0]} if near else ""
