"""Looking a copy over before anything is changed: every file whole, every row there, nothing that leads elsewhere."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from loiste.copies.content import CONSTANT, Content, File, broken, table_file
from loiste.copies.errors import CopyError
from loiste.copies.making import Tell
from loiste.copies.reading import Copy
from loiste.copies.writing import PIECE
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.organisation.environment import BadSetting
from loiste.plain.room import free

PUBLIC_ID = re.compile(r"[a-z]{3}_[a-z0-9]{1,40}")


def check(copy: Copy, tell: Tell) -> Organisation:
    """The organisation of the copy, once every file is found to be as copy.json says. CopyError says what is wrong."""
    content = copy.content
    refuse_newer(content)
    done = 0
    for name, file in content.files.items():
        with copy.open(name) as stream:
            if found(stream, file.bytes) != file:
                raise broken(copy.path, name)
        tell(done := done + file.bytes, content.size)
    for table, number in content.tables.items():
        if sum(1 for _line in lines(copy, table)) != number:
            raise broken(copy.path, table_file(table))
    check_paths(copy)
    return organisation_of(copy)


def found(stream: BinaryIO, most: int) -> File:
    """Length and hash; no more is read than there should be."""
    size, hash_ = 0, hashlib.sha256()
    while size <= most and (piece := stream.read(PIECE)):
        size += len(piece)
        hash_.update(piece)
    return File(bytes=size, sha256=hash_.hexdigest())


def lines(copy: Copy, table: str) -> Iterator[bytes]:
    with copy.open(table_file(table)) as file:
        yield from file


def check_paths(copy: Copy) -> None:
    """Rows name files by which they are later read and deleted: only those of the copy, only public ids."""
    files = copy.content.files
    check_each(copy, "timeline_block", lambda row: row["path"] in files)
    check_each(copy, "sources_upload", lambda row: bool(PUBLIC_ID.fullmatch(row["public_id"])))


def check_each(copy: Copy, table: str, good: Callable[[dict[str, Any]], bool]) -> None:
    if table not in copy.content.tables:
        raise broken(copy.path, table_file(table))
    for line in lines(copy, table):
        try:
            is_good = good(json.loads(line))
        except (ValueError, KeyError, TypeError):
            is_good = False
        if not is_good:
            raise broken(copy.path, table_file(table))


def organisation_of(copy: Copy) -> Organisation:
    with copy.open(config.FILE) as file:
        text = file.read()
    try:
        return config.parse(text.decode(), config.FILE)
    except (UnicodeDecodeError, BadSetting) as error:
        raise broken(copy.path, config.FILE) from error


def refuse_newer(content: Content) -> None:
    """The tables have been through changes that this Loiste does not know."""
    known = MigrationLoader(None).disk_migrations
    for app, names in content.migrations.items():
        if any((app, name) not in known for name in names):
            text = _("The copy was made by Loiste %(version)s, which is newer than this one; upgrade, then try again.")
            raise CopyError(text % {"version": content.version})


def check_room(home: Path, content: Content) -> None:
    """Blocks lie as they are; rows take about three times the room of their text, with their indexes."""
    sizes = {name: file.bytes for name, file in content.files.items() if not (home / name).exists()}
    needed = sum(size if name.startswith(CONSTANT) else 3 * size for name, size in sizes.items())
    if needed > free(home):
        text = _("The copy needs %(needed)s MB and the disk of %(home)s has %(free)s MB free; make room first.")
        values = {"needed": needed // 10**6 + 1, "home": home, "free": free(home) // 10**6}
        raise CopyError(text % values)
