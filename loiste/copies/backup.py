"""`loiste backup`: a whole copy in one file, or one in a folder that takes over only new blocks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.copies import book, making
from loiste.copies.errors import CopyError, not_written
from loiste.copies.making import Tell, Work, quiet
from loiste.copies.models import Backup
from loiste.copies.reading import former
from loiste.copies.stores import up_to_date
from loiste.copies.writing import FolderOut, Out, TarOut


def backup(home: Path, path: Path, *, by: Actor, now: datetime, tell: Tell = quiet) -> Backup:
    """Makes the backup and writes it down in the book, also when it fails; then CopyError says why.

    The caller holds the lease `making.JOB`.
    """
    check(by, Right.COPY)
    start = monotonic()
    row = Backup(made_at=now, path=str(path))
    try:
        with told(path):
            up_to_date()
            folder = making.folder_for(now)
            work = Work(home, out_for(path, folder), making.begun("backup", now, ""), tell)
            work.content.folder = work.out.folder
            content = making.make(work)
        row.bytes, row.blocks, row.blocks_copied = content.size, content.block_count, work.copied
        audit.write(by, "copy.backup", content.made_at, now, after={"path": row.path, "bytes": row.bytes})
    except CopyError as error:
        row.error = str(error)
        raise
    finally:
        row.seconds = round(monotonic() - start, 3)
        book.write_down(row)
    return row


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of the disk as CopyError."""
    try:
        yield
    except OSError as error:
        raise not_written(path, error) from error


def out_for(path: Path, folder: str) -> Out:
    if is_file(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return TarOut(path)
    return FolderOut(path, former(path), folder)


def is_file(path: Path) -> bool:
    return path.suffix == ".tar"
