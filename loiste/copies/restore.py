"""`loiste restore`: a copy becomes an installation. All of it is checked first, and all of it comes or nothing."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.copies import checking, older, rows, stores, tables
from loiste.copies.content import CONSTANT, ORGANISATION, SECRET, Content, broken
from loiste.copies.errors import CopyError
from loiste.copies.loading import load
from loiste.copies.making import Tell, quiet
from loiste.copies.reading import Copy
from loiste.copies.stores import HERE
from loiste.copies.tables import Table
from loiste.copies.writing import Counted, beside
from loiste.organisation import config, whereabouts
from loiste.organisation.config import Organisation
from loiste.timeline.blocks import sync

# What must be done with the rows of a copy before they count, in order: home, moment. It runs in the transaction that
# brings them, so what fails here leaves everything as it was.
Step = Callable[[Path, datetime], None]
after_restore: list[Step] = []


def make_tables() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def restore(
    home: Path, copy: Copy, *, by: Actor, now: datetime, tell: Tell = quiet, migrate: Callable[[], None] = make_tables
) -> Content:
    """Replaces whatever is here by the copy. Whoever calls has made sure that it is empty or stopped.

    CopyError says why not; then the rows are as they were.
    """
    check(by, Right.COPY)
    organisation = checking.check(copy, tell)
    home.mkdir(parents=True, exist_ok=True)
    checking.check_room(home, copy.content)
    migrate()
    with placed(home, copy), transaction.atomic():
        stores.hold_writers(HERE)
        replace_rows(home, copy)
        for step in after_restore:
            step(home, now)
        note(copy, by, now)
        settle(home, copy, organisation)
    whereabouts.note(home, connections[HERE].vendor)
    return copy.content


@contextmanager
def placed(home: Path, copy: Copy) -> Iterator[None]:
    """Blocks and uploads lie where they belong, and are gone again if the rest fails."""
    new: list[Path] = []
    try:
        for name in [name for name in copy.content.files if name.startswith(CONSTANT)]:
            if not is_there(home / name, copy, name):
                new.append(home / name)
                put(home / name, copy, name)
        for folder in {path.parent for path in new}:
            sync(folder)
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def is_there(place: Path, copy: Copy, name: str) -> bool:
    file = copy.content.files[name]
    if not place.is_file() or place.stat().st_size != file.bytes:
        return False
    with place.open("rb") as stream:
        return checking.found(stream, file.bytes) == file


def put(place: Path, copy: Copy, name: str) -> None:
    """Writes a file of the copy aside and renames it; it is looked over again, for it may have changed since."""
    place.parent.mkdir(mode=0o700 if name.startswith("uploads/") else 0o777, parents=True, exist_ok=True)
    mode = 0o600 if name == SECRET or name.startswith("uploads/") else 0o666
    aside = beside(place)
    try:
        with copy.open(name) as source, os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT, mode), "wb") as file:
            counted = Counted(file)
            counted.take(source)
            file.flush()
            os.fsync(file.fileno())
        if counted.as_file() != copy.content.files[name]:
            raise broken(copy.path, name)
        os.replace(aside, place)
    finally:
        aside.unlink(missing_ok=True)


def replace_rows(home: Path, copy: Copy) -> None:
    kept = [(table, list(rows.stored(table, HERE))) for table in tables.staying()]
    stores.empty(tables.replaced(), HERE)
    try:
        if older.is_older(copy.content):
            older.load_older(home, copy)
        else:
            load(copy, tables.copied(), HERE)
        connections[HERE].check_constraints()  # now, while nothing else has been changed
    except DatabaseError as error:
        text = _("The rows of the copy do not fit together (%(why)s). Nothing was changed; take another copy.")
        raise CopyError(text % {"why": str(error).splitlines()[0]}) from error
    for table, found in kept:
        stay(table, found)
    stores.count_on(HERE)


def stay(table: Table, found: list[rows.Row]) -> None:
    """What was here before stays beside what came, under keys of its own; what is in both is there once."""
    names = rows.columns(table)
    place = names.index(table._meta.pk.attname)
    for row in found:
        facts = {name: value for number, (name, value) in enumerate(zip(names, row, strict=True)) if number != place}
        if not table._base_manager.using(HERE).filter(**facts).exists():
            table._base_manager.using(HERE).bulk_create([table(**facts)], ignore_conflicts=True)


def note(copy: Copy, by: Actor, now: datetime) -> None:
    said = {"path": str(copy.path), "made_at": copy.content.made_at, "version": copy.content.version}
    audit.write(by, f"copy.restore_{copy.content.kind}", copy.content.made_at, now, after=said)


def settle(home: Path, copy: Copy, organisation: Organisation) -> None:
    """The settings and the signing key, last of all. An export brings no key; then one is kept or made."""
    if SECRET in copy.content.files:
        put(home / SECRET, copy, SECRET)
    config.init_home(home, organisation)
    put(home / ORGANISATION, copy, ORGANISATION)
    sync(home)
