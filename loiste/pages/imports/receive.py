"""Files that browsers send: written straight to disk under the home folder, up to a limit."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _

from loiste.pages.here import home
from loiste.plain.room import out_of_room
from loiste.sources.wizard import store

# Times the limit: so much of a file that is too large is read on and thrown away, so that the answer arrives.
READ_ON = 4


class Received(UploadedFile):
    """A file that came whole. `path`: where it lies until somebody moves it."""

    def __init__(self, path: Path, name: str, size: int) -> None:
        super().__init__(file=None, name=name, size=size)
        self.path = path


class Nowhere(FileUploadHandler):
    """For all pages that ask for no file: one that comes is read past, so that nobody fills the disk with it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


class ToDisk(FileUploadHandler):
    """Writes the one file of a form. `too_large`: the limit was passed; `no_room`: the disk was full; in both cases
    nothing of the file is left."""

    def __init__(self, folder: Path, most: int) -> None:
        super().__init__()
        self.folder, self.most = folder, most
        self.too_large = self.no_room = self.further = False
        self.path: Path | None = None
        self.out: BinaryIO | None = None
        self.written = self.length = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:  # fmt: skip
        self.length = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.further = self.path is not None  # one is enough; others are read past
        if self.further:
            return
        self.path = self.folder / f"{secrets.token_hex(12)}.part"
        self.out, self.written = self.path.open("wb"), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.further:
            return
        self.written += len(raw_data)
        if self.no_room:
            return  # the rest is read and thrown away
        if self.written > self.most or self.out is None:
            self.too_large = True
            self.drop()
            if self.length > READ_ON * self.most:
                raise StopUpload(connection_reset=True)
            return  # the rest is read and thrown away
        self.trying(lambda out: out.write(raw_data))

    def trying(self, work: Callable[[BinaryIO], Any]) -> None:
        try:
            if self.out is not None:
                work(self.out)
        except OSError as error:
            if not out_of_room(error, self.folder):
                raise
            self.no_room = True
            self.drop()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.further:
            return None
        self.trying(lambda out: out.flush())
        if self.out is None or self.path is None:
            return None
        self.out.close()
        return Received(self.path, self.file_name or "", file_size)

    def upload_interrupted(self) -> None:
        self.drop()

    def drop(self) -> None:
        if self.out is not None and self.path is not None:
            with suppress(OSError):  # what could not be written goes anyway
                self.out.close()
            self.path.unlink(missing_ok=True)
            self.out = None


def receive(request: HttpRequest) -> Received:
    """The file of the form. Call before anything reads `request.POST`. ValidationError when none came, or too much."""
    handler = request.upload_handlers[0]
    sent = request.FILES.get("file")
    if isinstance(handler, ToDisk) and handler.too_large:
        text = _("The file is larger than %(most)s MB; split it, or import it with loiste import on the server.")
        raise ValidationError(text % {"most": handler.most // 1024**2})
    if isinstance(handler, ToDisk) and handler.no_room:
        raise ValidationError(_("The server's disk is full, so the file was not kept. Make room, then send it again."))
    if not isinstance(sent, Received):
        raise ValidationError(_("Choose a file first."))
    if not sent.size:
        sent.path.unlink(missing_ok=True)
        raise ValidationError(_("The file is empty; choose one with a header and rows."))
    return sent


@contextmanager
def to_disk(request: HttpRequest) -> Iterator[None]:
    """Has the file of this request written to disk as it comes. What nobody has taken by the end is deleted."""
    handler = ToDisk(store.folder(home()), store.MOST_BYTES)
    request.upload_handlers = [handler]
    try:
        yield
    finally:
        if handler.path is not None:
            handler.path.unlink(missing_ok=True)
