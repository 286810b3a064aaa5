"""Where a copy is written: one file, or a folder. Nothing counts until `finish`, and then all of it does."""

import hashlib
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from loiste.copies.content import CONSTANT, FILE, FOLDER, Content, File
from loiste.timeline.blocks import sync

PIECE = 1024 * 1024  # bytes that are copied at once
UNIT = 512  # bytes; tar counts in these


class Counted:
    """A file that is written, with the length and hash of what was."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.bytes, self.hash = file, 0, hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self.file.write(piece)
        self.bytes += len(piece)
        self.hash.update(piece)

    def take(self, source: BinaryIO) -> None:
        while piece := source.read(PIECE):
            self.write(piece)

    def as_file(self) -> File:
        return File(bytes=self.bytes, sha256=self.hash.hexdigest())


class Out(Protocol):
    folder: str

    def entry(self, name: str) -> AbstractContextManager[Counted]: ...
    def kept(self, name: str, size: int) -> File | None: ...
    def finish(self, content: Content) -> None: ...
    def abort(self) -> None: ...


class TarOut:
    """One tar file, written aside and renamed. Sizes are filled in afterwards, so that nothing is written twice."""

    folder = ""

    def __init__(self, path: Path) -> None:
        self.path, self.aside = path, beside(path)
        self.file = private(self.aside)

    @contextmanager
    def entry(self, name: str) -> Iterator[Counted]:
        head = tarfile.TarInfo(name)
        head.mode = 0o600
        start = self.file.tell()
        self.file.write(head.tobuf(tarfile.GNU_FORMAT))
        counted = Counted(self.file)
        yield counted
        head.size = counted.bytes
        self.file.write(b"\0" * (-counted.bytes % UNIT))
        end = self.file.tell()
        self.file.seek(start)
        self.file.write(head.tobuf(tarfile.GNU_FORMAT))
        self.file.seek(end)

    def kept(self, name: str, size: int) -> File | None:
        return None

    def finish(self, content: Content) -> None:
        with self.entry(FILE) as file:
            file.write(content.dump())
        self.file.write(b"\0" * 2 * UNIT)
        settle(self.file)
        self.file.close()
        os.replace(self.aside, self.path)
        sync(self.path.parent)

    def abort(self) -> None:
        self.file.close()
        self.aside.unlink(missing_ok=True)


class FolderOut:
    """A folder. Blocks and uploads lie side by side whatever copy they belong to; the rest of a copy lies in `folder`
    beside that of the one before, and counts from the moment that copy.json names it."""

    def __init__(self, path: Path, former: Content | None, folder: str) -> None:
        self.path, self.former, self.folder = path, former, folder
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def entry(self, name: str) -> Iterator[Counted]:
        place = self.path / self.folder / name if not name.startswith(CONSTANT) else self.path / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = beside(place)
        try:
            with private(aside) as file:
                yield Counted(file)
                settle(file)
            os.replace(aside, place)
        finally:
            aside.unlink(missing_ok=True)

    def kept(self, name: str, size: int) -> File | None:
        """What an earlier copy wrote under this name, if it is there in its length."""
        known = self.former.files.get(name) if self.former else None
        place = self.path / name
        there = known and known.bytes == size and place.is_file() and place.stat().st_size == size
        return known if there else None

    def finish(self, content: Content) -> None:
        for folder in {(self.path / content.place(name)).parent for name in content.files} | {self.path}:
            sync(folder)
        aside = beside(self.path / FILE)
        with private(aside) as file:
            file.write(content.dump())
            settle(file)
        os.replace(aside, self.path / FILE)
        sync(self.path)
        tidy(self.path, content)

    def abort(self) -> None:
        """What was written so far is not named by copy.json, so it goes; blocks may serve the next attempt."""
        if self.folder:
            shutil.rmtree(self.path / self.folder, ignore_errors=True)


def private(path: Path) -> BinaryIO:
    """A new file that only its owner may read: copies hold secrets."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def settle(file: BinaryIO) -> None:
    """Waits until the disk has it."""
    file.flush()
    os.fsync(file.fileno())


def beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def tidy(path: Path, content: Content) -> None:
    """Removes what no copy names any more, and what attempts that died have left. Other people's files stay."""
    named = {path / content.place(name) for name in content.files}
    ours = [one for one in path.iterdir() if one.is_dir() and is_ours(one.name)]
    for file in [file for folder in ours for file in folder.rglob("*") if not file.is_dir()]:
        if file not in named:
            file.unlink(missing_ok=True)
    for folder in sorted([one for top in ours for one in (top, *top.rglob("*")) if one.is_dir()], reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    for file in path.glob(f".{FILE}.*.part"):
        file.unlink(missing_ok=True)


def is_ours(folder: str) -> bool:
    return f"{folder}/" in CONSTANT or bool(folder and FOLDER.fullmatch(folder))
