"""Whether work failed because the disk is full, so that whoever asked for it is told what to do."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

LITTLE = 1024 * 1024  # bytes; with less than this free, a failure of the disk is for want of room
FULL = ("database or disk is full", "No space left on device")
OF_THE_DISK = ("disk I/O error", "unable to open database file", "readonly database")


def out_of_room(error: BaseException, folder: Path) -> bool:
    """Whether `error`, or what caused it, is for want of room on the disk that holds `folder`."""
    every = list(causes(error))
    if any(isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT) for one in every):
        return True
    said = " ".join(map(str, every))
    if any(words in said for words in FULL):
        return True
    return any(words in said for words in OF_THE_DISK) and free(folder) < LITTLE


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it came from; each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def free(folder: Path) -> int:
    """Bytes free on the disk that holds `folder`, or the part of its path that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
