"""Making a copy: the rows of one moment, and the blocks and uploads that they name."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils.translation import gettext as _

from loiste import __version__
from loiste.copies import content as contents
from loiste.copies import rows, tables
from loiste.copies.content import ORGANISATION, SECRET, Content
from loiste.copies.errors import CopyError
from loiste.copies.stores import HERE, moment
from loiste.copies.tables import Table
from loiste.copies.writing import Out
from loiste.sources.models import Upload
from loiste.sources.wizard import store
from loiste.timeline.blocks import COPYING
from loiste.timeline.models import Block

Tell = Callable[[int, int], None]  # bytes done, of all
JOB = COPYING  # whoever makes a copy holds this lease: blocks that were replaced stay meanwhile


def quiet(done: int, of: int) -> None:
    """Tells nobody."""


@dataclass
class Work:
    """One copy that is being made."""

    home: Path
    out: Out
    content: Content
    tell: Tell = quiet
    copied: int = 0  # blocks that were not there already
    files: dict[str, tuple[Path, int]] = field(default_factory=dict)  # name -> where it lies, its length

    def rows(self, alias: str) -> None:
        """The tables, and which blocks and uploads belong to them."""
        for table in tables.copied(self.content.kind):
            self.content.tables[tables.name(table)] = self.table(table, alias)
        for path, size in current_blocks(alias):
            self.files[path] = (self.home / path, size)
        for upload in Upload.objects.using(alias).order_by("id"):
            file = store.file_of(self.home, upload)
            if file.exists():  # somebody may have dropped it a moment ago
                self.files[f"{store.FOLDER}/{upload.public_id}"] = (file, file.stat().st_size)

    def table(self, table: Table, alias: str) -> int:
        names, number = rows.columns(table), 0
        withheld: dict[str, Any] = {}
        if self.content.kind == "export":
            withheld = tables.WITHHELD.get(tables.label(table), {})
        with self.out.entry(name := contents.table_file(tables.name(table))) as file:
            for row in without_replaced(table, names, alias):
                file.write(rows.line(names, row, withheld))
                number += 1
        self.content.files[name] = file.as_file()
        return number

    def text(self, name: str, content: bytes) -> None:
        with self.out.entry(name) as file:
            file.write(content)
        self.content.files[name] = file.as_file()

    def settings(self) -> None:
        """The organisation's text; in a backup the signing key as well, unless it comes from the environment."""
        self.text(ORGANISATION, (self.home / ORGANISATION).read_bytes())
        key = self.home / SECRET
        if self.content.kind == "backup" and key.exists():
            self.text(SECRET, key.read_bytes())

    def bodies(self) -> None:
        """Blocks and uploads, as they are."""
        done, whole = 0, sum(size for _path, size in self.files.values())
        for name, (path, size) in self.files.items():
            if written := self.out.kept(name, size) or self.body(name, path, size):
                self.content.files[name] = written
            self.tell(done := done + size, whole)

    def body(self, name: str, path: Path, size: int) -> contents.File | None:
        """None for an upload that somebody has dropped meanwhile."""
        is_block = name.startswith("blocks/")
        if not path.exists():
            if is_block:
                raise missing(name)
            return None
        with path.open("rb") as source, self.out.entry(name) as file:
            file.take(source)
        if file.bytes != size:
            raise missing(name)
        self.copied += is_block
        return file.as_file()


def missing(name: str) -> CopyError:
    text = _("%(name)s is missing or damaged in this installation, so no copy can be whole; run `loiste doctor`.")
    return CopyError(text % {"name": name})


def current_blocks(alias: str) -> list[tuple[str, int]]:
    return list(Block.objects.using(alias).filter(replaced_at=None).order_by("id").values_list("path", "bytes"))


def without_replaced(table: Table, names: list[str], alias: str) -> Any:
    """Blocks that others have replaced are on their way out."""
    every = rows.stored(table, alias)
    if table is not Block:
        return every
    place = names.index("replaced_at")
    return (row for row in every if row[place] is None)


def begun(kind: str, now: datetime, folder: str = "") -> Content:
    """The content of a copy that is about to be made."""
    known = contents.migrations(HERE)
    return Content(
        format=contents.FORMAT, kind=kind, version=__version__, made_at=now.astimezone(UTC).isoformat(),  # type: ignore[arg-type]
        store=connections[HERE].vendor, folder=folder, migrations=known, tables={},
    )  # fmt: skip


def folder_for(now: datetime) -> str:
    """A name for the state of this moment in a folder of backups."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def make(work: Work, besides: Callable[[Work, str], None] | None = None) -> Content:
    """Writes the copy whole, or leaves everything as it was. `besides` adds files, given the alias of the rows."""
    try:
        with moment() as alias:
            work.rows(alias)
            if besides:
                besides(work, alias)
        work.settings()
        work.bodies()
        work.out.finish(work.content)
    except BaseException:
        work.out.abort()
        raise
    return work.content
