"""`loiste backup`, `restore`, `export` and `move`: copies of the whole installation."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from loiste.cli import start
from loiste.organisation import config
from loiste.organisation.early import named

PATH = click.Path(path_type=Path)


@click.command("backup")
@click.argument("path", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def backup_command(path: Path, as_json: bool) -> None:
    """Copy everything to PATH while Loiste serves: a folder takes over only new blocks, *.tar is one whole file."""
    home, _organisation = start.start()
    start.allow("copy")
    from django.utils.translation import gettext as _

    from loiste.copies.alone import alone
    from loiste.copies.backup import backup

    with said(), alone(start.now):
        row = backup(home, path.resolve(), by=start.actor(), now=start.now(), tell=megabytes())
    told = {
        "path": row.path, "made_at": row.made_at.isoformat(), "bytes": row.bytes, "blocks": row.blocks,
        "blocks_copied": row.blocks_copied, "seconds": row.seconds,
    }  # fmt: skip
    text = _("Backup in %(path)s: %(size)s MB, %(blocks)s blocks, %(new)s of them new.")
    values = {"path": row.path, "size": in_mega(row.bytes), "blocks": row.blocks, "new": row.blocks_copied}
    show(told, text % values, as_json)


@click.command("export")
@click.argument("path", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export_command(path: Path, as_json: bool) -> None:
    """Write everything but secrets to PATH, a new folder or *.tar, in open formats, for taking elsewhere."""
    home, _organisation = start.start()
    start.allow("copy")
    from django.utils.translation import gettext as _

    from loiste.copies.alone import alone
    from loiste.copies.export import export

    with said(), alone(start.now):
        content = export(home, path.resolve(), by=start.actor(), now=start.now(), tell=megabytes())
    told = {"path": str(path.resolve()), "made_at": content.made_at, "bytes": content.size, "rows": content.tables}
    text = _("Exported to %(path)s: %(size)s MB. README.txt in it says what is what.")
    show(told, text % {"path": path.resolve(), "size": in_mega(content.size)}, as_json)


@click.command("restore")
@click.argument("path", type=PATH)
@click.option("--check", is_flag=True, help="Only look whether the copy is whole.")
@click.option("--replace", is_flag=True, help="Throw away what this installation holds now.")
@click.option(
    "--suppressions", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who was erased since: tables/accounts_suppression.jsonl of a newer export.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def restore_command(
    path: Path, check: bool, replace: bool, suppressions: Path | None, yes: bool, as_json: bool
) -> None:
    """Make this installation what the copy at PATH holds: a backup, or an export. It has to be empty, or stopped."""
    home = start.home()
    start.wake(config.load(home).language if config.exists(home) else named())
    from django.utils.translation import gettext as _

    from loiste.accounts import permissions
    from loiste.accounts.actors import COMMAND_LINE
    from loiste.copies import checking, restore
    from loiste.copies.reading import opened
    from loiste.privacy.returning import add, erase_again, read_list
    from loiste.privacy.signals import forget
    from loiste.privacy.work import pack

    by = start.actor() if config.exists(home) else COMMAND_LINE
    permissions.check(by, permissions.Right.COPY)

    with said(), opened(path.absolute()) as copy:
        if check:
            checking.check(copy, megabytes())
        else:
            allow(home, replace, yes)
            erased = read_list(suppressions) if suppressions else []
            restore.after_restore[:] = [lambda _home, _now: add(erased), erase_again]
            restore.restore(home, copy, by=by, now=start.now(), tell=megabytes(), migrate=start.migrate)
            forget(home, start.now())
            pack()
        content = copy.content
    told = {"made_at": content.made_at, "kind": content.kind, "bytes": content.size, "rows": content.tables}
    text = _("The copy of %(made_at)s is whole.") if check else restored(content.kind)
    show(told, text % {"made_at": content.made_at, "home": home}, as_json)


def restored(kind: str) -> str:
    from django.utils.translation import gettext as _

    if kind == "export":
        return _("%(home)s is as of %(made_at)s. Passwords and keys are not in an export: loiste user add, key add.")
    return _("%(home)s is as of %(made_at)s. Next: loiste serve.")


def allow(home: Path, replace: bool, yes: bool) -> None:
    """Asks where something would be lost; CopyError where that was not wanted or somebody is at work."""
    from django.utils.translation import gettext as _

    from loiste.copies import standing
    from loiste.copies.errors import CopyError

    standing.refuse_running(start.now())
    if standing.is_empty(home):
        return
    if not replace:
        text = _("%(home)s holds an installation; set LOISTE_HOME to an empty folder, or say --replace to lose it.")
        raise CopyError(text % {"home": home})
    if not yes:
        click.confirm(_("Everything that %(home)s holds will be lost. Go on?") % {"home": home}, abort=True, err=True)


@click.command("move")
@click.argument("url", metavar="DATABASE_URL")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def move_command(url: str, as_json: bool) -> None:
    """Carry the rows to another, empty database: a postgresql:// address, or `sqlite` for the file in the home."""
    home, _organisation = start.start()
    start.allow("copy")
    from django.utils.translation import gettext as _

    from loiste.copies.move import move, target

    with said():
        moved = move(
            home, target(home, url, os.environ), by=start.actor(), now=start.now(), tell=start.progress(_("Tables"))
        )
    told = {"store": moved.store, "rows": moved.rows}
    text = _("%(rows)s rows moved. From now on set DATABASE_URL to that address; blocks stay in %(home)s.")
    if moved.store == "sqlite":
        text = _("%(rows)s rows moved. From now on unset DATABASE_URL; blocks stay in %(home)s.")
    show(told, text % {"rows": sum(moved.rows.values()), "home": home}, as_json)


@contextmanager
def said() -> Iterator[None]:
    """What goes wrong with a copy is one line and exit code 1."""
    from loiste.copies.errors import CopyError

    try:
        yield
    except CopyError as error:
        start.fail(str(error))


def megabytes() -> Callable[[int, int], None]:
    tell = start.progress("MB")
    return lambda done, of: tell(in_mega(done), in_mega(of))


def in_mega(number: int) -> int:
    return -(-number // 10**6)


def show(content: Any, text: str, as_json: bool) -> None:
    if as_json:
        start.print_json(content)
    else:
        click.echo(text)
