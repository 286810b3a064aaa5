"""An export for whoever takes it over a wire: made whole on this disk first, then read once, and gone with that."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from django.db.models import Sum
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.copies.alone import alone, busy
from loiste.copies.backup import told
from loiste.copies.errors import CopyError
from loiste.copies.export import export
from loiste.copies.writing import PIECE
from loiste.plain.room import free
from loiste.sources.inbox.gate import least_free
from loiste.timeline import blocks, engine
from loiste.timeline.lease import Clock

FOLDER = "exports"
Make = Callable[[Path], Any]  # writes to a path
_one = Lock()  # a slow reader keeps a thread of this process busy; more of them would keep the pages from being served


class Pieces:
    """An open file piece by piece, so that it never stands in memory whole. `close` is to be called at the end."""

    def __init__(self, file: BinaryIO, size: int, freed: Callable[[], None]) -> None:
        self.file, self.size, self.left, self.freed = file, size, size, freed

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        piece = b"" if self.file.closed else self.file.read(PIECE)
        self.left -= len(piece)
        if not piece or not self.left:
            self.close()  # before the last piece is sent, so that whoever has it may ask for the next file at once
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Lets the file go, and the next one in; does nothing when called again."""
        if not self.file.closed:
            self.file.close()
            self.freed()

    __del__ = close


def send_export(home: Path, *, to: str, by: Actor, clock: Clock) -> Pieces:
    """The export as a tar. `to` says in the audit log where it went.

    CopyError when it cannot be made; Busy while there is another.
    """
    check(by, Right.COPY)
    return only_one(home, "export.tar", lambda path: export(home, path, to=to, by=by, now=clock()), clock)


def send_signals(home: Path, kind: str, *, to: str, by: Actor, clock: Clock) -> Pieces:
    """All signals of a known kind as a Parquet file with the columns of the blocks. Errors: those of `send_export`."""
    check(by, Right.COPY)
    pieces = only_one(home, f"{kind}.parquet", partial(engine.pour, home, kind), clock)
    audit.write(by, "copy.export_signals", kind, clock(), after={"path": to, "bytes": pieces.size})
    return pieces


def only_one(home: Path, name: str, make: Make, clock: Clock) -> Pieces:
    """What `make` writes to the path that it is given, which is called `name`. `clock` is that of leases."""
    if not _one.acquire(blocking=False):
        raise busy()
    try:
        room(home)
        with told(folder := home / FOLDER), alone(clock):
            file, size = made(folder, name, make)
    except BaseException:
        _one.release()
        raise
    return Pieces(file, size, _one.release)


def room(home: Path) -> None:
    """CopyError where an export would leave so little room that events could not be taken in."""
    needed = blocks.current().aggregate(bytes=Sum("bytes"))["bytes"] or 0
    if free(home) - needed < least_free(home):
        raise CopyError(_("There is no room on the server's disk for the export; ask whoever runs it to make some."))


def made(folder: Path, name: str, make: Make) -> tuple[BinaryIO, int]:
    """The file, open and already without its name on this disk, so that it goes with whoever reads it; its length.

    The caller holds the lease of copies.
    """
    shutil.rmtree(folder, ignore_errors=True)  # what a process left that was killed; nobody else is at work here
    try:
        folder.mkdir(mode=0o700)
        make(folder / name)
        return (folder / name).open("rb"), (folder / name).stat().st_size
    finally:
        shutil.rmtree(folder, ignore_errors=True)
