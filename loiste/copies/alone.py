"""One copy at a time, whoever makes it: a command, the worker, a program over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from loiste.copies.errors import CopyError
from loiste.copies.making import JOB
from loiste.timeline.lease import Clock, held


class Busy(CopyError):
    """Another copy is being made; it will do to ask again later."""


def busy() -> Busy:
    return Busy(_("Another copy is being made at this moment; try again when it is done."))


@contextmanager
def alone(clock: Clock) -> Iterator[None]:
    """Holds the lease of copies while the block runs; Busy when somebody else does."""
    with held(JOB, clock) as hold:
        if not hold.mine:
            raise busy()
        yield
