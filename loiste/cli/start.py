"""What every command does first: read the settings, wake Django, speak the organisation's language."""

import fcntl
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from loiste.organisation import config, whereabouts
from loiste.organisation.config import Organisation
from loiste.organisation.environment import BadSetting, check_secret, home_folder


def home() -> Path:
    """The home folder, whether or not it exists."""
    return home_folder(os.environ)


def wake(language: str) -> None:
    """Sets Django up and switches to a language: the one that LOISTE_LANGUAGE names, else this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loiste.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(os.environ.get("LOISTE_LANGUAGE") or language)


def start() -> tuple[Path, Organisation]:
    """Home and organisation of a set-up installation; BadSetting with advice otherwise."""
    where = home()
    organisation = config.load(where)
    wake(organisation.language)
    from django.db import connection

    whereabouts.check(where, connection.vendor)
    return where, organisation


def actor() -> Any:
    """Who acts: whoever can run commands can do everything, unless they act `--as` a person of the team."""
    from django.utils.translation import gettext as _

    from loiste.accounts.actors import COMMAND_LINE
    from loiste.accounts.models import User

    email = click.get_current_context().find_root().params.get("as_")
    if not email:
        return COMMAND_LINE
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        fail(_("There is nobody called %(email)s in the team; see loiste user list.") % {"email": email})
    user.origin = "cli"
    return user


def allow(right: str) -> None:
    """For commands that do not call a verb that asks: PermissionDenied for who may not."""
    from loiste.accounts.permissions import Right, check

    check(actor(), Right(right))


def migrate() -> None:
    """Brings the tables of the operational store up to date; of several processes that start, one after the other."""
    from django.core.management import call_command

    (home() / "tmp").mkdir(parents=True, exist_ok=True)
    with (home() / "tmp" / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        check_store()
        call_command("migrate", verbosity=0, interactive=False)
        quicken_store()


def quicken_store() -> None:
    """What one store needs to be as quick as the other."""
    from loiste.organisation.store import on_server

    if on_server():
        from loiste.organisation.postgresql.searching import quicken

        quicken()


def check_key() -> None:
    """BadSetting where the signing key is missing."""
    check_secret(os.environ, home())


def check_store() -> None:
    """BadSetting for a database that cannot hold every letter."""
    from django.db import connection

    from loiste.organisation.early import said as _
    from loiste.organisation.store import on_server

    if not on_server():
        return
    with connection.cursor() as cursor:
        cursor.execute("show server_encoding")
        (encoding,) = cursor.fetchone()
    if encoding != "UTF8":
        advice = _("The database is in %(encoding)s; make one with createdb --encoding=UTF8 --template=template0.")
        raise BadSetting(advice % {"encoding": encoding})


def now() -> datetime:
    """The clock, read here and passed down."""
    return datetime.now(UTC)


def fail(message: str) -> NoReturn:
    """One line on stderr, exit code 1: the command was understood but could not be done."""
    click.echo(f"loiste: {message}", err=True)
    raise SystemExit(1)


def print_json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def progress(label: str) -> Callable[[int, int], None]:
    """Tells on stderr how far a long work is, where someone is looking."""
    watched = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        if watched:
            click.echo(f"\r{label} {done}/{of}", nl=done == of, err=True)

    return tell


def as_day(text: str | None, organisation: Organisation) -> Any:
    """YYYY-MM-DD as a date; today in the organisation's zone when not given."""
    if text is None:
        return organisation.today(now())
    from django.utils.translation import gettext as _

    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise click.BadParameter(_("%(text)r is not a day; write it like 2026-10-31.") % {"text": text}) from error
