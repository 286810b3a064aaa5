"""A copy that is read: one file, or a folder. Only plain files are looked at, and only those that copy.json names."""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.utils.translation import gettext as _

from loiste.copies import content as contents
from loiste.copies.content import FILE, Content, broken
from loiste.copies.errors import CopyError
from loiste.copies.writing import is_ours

MOST = 256 * 1024**2  # bytes of copy.json


class Copy(Protocol):
    path: Path
    content: Content

    def open(self, name: str) -> BinaryIO: ...


class TarCopy:
    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path, self.tar, self.members = path, tar, members(path, tar)
        self.content = contents.parse(self.open(FILE).read(MOST), path)

    def open(self, name: str) -> BinaryIO:
        """CopyError when it is not there."""
        if name not in self.members:
            raise broken(self.path, name)
        return cast(BinaryIO, self.tar.extractfile(self.members[name]))


def members(path: Path, tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """By name. Links, devices, files with holes, names that lead elsewhere and names twice are refused."""
    found: dict[str, tarfile.TarInfo] = {}
    size = path.stat().st_size
    for one in tar:
        plain = one.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not one.issparse()
        fits = one.offset_data + one.size <= size
        known = one.name == FILE or contents.NAME.fullmatch(one.name)
        if not plain or not fits or not known or one.name in found:
            raise broken(path, one.name)
        found[one.name] = one
    return found


class FolderCopy:
    def __init__(self, path: Path) -> None:
        self.path = path
        with self.file(FILE) as file:
            self.content = contents.parse(file.read(MOST), path)

    def open(self, name: str) -> BinaryIO:
        return self.file(self.content.place(name))

    def file(self, place: str) -> BinaryIO:
        """CopyError when it is not there or is a link to somewhere else."""
        where = self.path / place
        if not where.is_file() or not where.resolve().is_relative_to(self.path.resolve()):
            raise broken(self.path, place)
        return where.open("rb")


@contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """The copy at `path`; CopyError when there is none that can be read."""
    if path.is_dir():
        if not (path / FILE).is_file():
            raise no_copy(path)
        yield FolderCopy(path)
        return
    try:
        with tarfile.open(path, "r:") as tar:
            yield TarCopy(path, tar)
    except (tarfile.TarError, EOFError) as error:
        raise broken(path, str(error)) from error
    except FileNotFoundError as error:
        raise no_copy(path) from error


def no_copy(path: Path) -> CopyError:
    return CopyError(_("%(path)s is not a copy; name a folder or a .tar that Loiste has made.") % {"path": path})


def former(path: Path) -> Content | None:
    """What the backup in a folder holds; None when there is none. CopyError when the folder holds something else."""
    found = FolderCopy(path).content if (path / FILE).is_file() else None
    strange = path.exists() and (not path.is_dir() or any(not is_left_over(one) for one in path.iterdir()))
    if found.kind != "backup" if found else strange:
        text = _("%(path)s holds something else; name an empty folder, one with a backup, or a file ending in .tar.")
        raise CopyError(text % {"path": path})
    return found


def is_left_over(one: Path) -> bool:
    """Whether the first backup into a folder may have left this behind when it was interrupted."""
    return is_ours(one.name) or one.suffix == ".part" or one.name == "lost+found"
