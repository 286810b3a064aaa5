"""`loiste doctor`: is everything in order, and how much is there."""

from typing import Any

import click

from loiste.cli import start
from loiste.organisation.config import Organisation

LONG_WAIT = 300  # seconds that an event may wait


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor_command(as_json: bool) -> None:
    """Look the installation over. Exit code 1 when something is wrong."""
    home, organisation = start.start()
    found = away(home) or look(home, organisation)
    if as_json:
        start.print_json(found)
    else:
        for key, value in found.items():
            click.echo(f"{key}: {value if not isinstance(value, list) else '; '.join(value) or '-'}")
    raise SystemExit(1 if found["problems"] else 0)


def away(home: Any) -> dict[str, Any] | None:
    """The one problem beside which no other can be found: the database does not answer."""
    from django.db import Error, connection

    from loiste.cli.main import away as said
    from loiste.organisation.store import unreachable

    try:
        connection.ensure_connection()
    except Error as error:
        return {"home": str(home), "problems": [said(unreachable(error) or str(error))]}
    return None


def look(home: Any, organisation: Organisation) -> dict[str, Any]:
    """Counts and problems; keys are for scripts and stay English."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils.translation import gettext as _

    from loiste.accounts.models import Account, Identity
    from loiste.sources.inbox import state
    from loiste.sources.models import Import
    from loiste.timeline import blocks

    problems = []
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        problems.append(_("tables are not up to date; run `loiste init`"))
    listed = blocks.current()
    problems += [_("block %(path)s is missing") % {"path": b.path} for b in listed if not (home / b.path).exists()]
    if (home / "secret.key").exists() and (home / "secret.key").stat().st_mode & 0o077:
        problems.append(_("secret.key can be read by others; run `chmod 600` on it"))
    found = state.counts()
    oldest = found.pop("oldest")
    if oldest is not None and (start.now() - oldest).total_seconds() > LONG_WAIT:
        problems.append(_("events wait in the inbox; run `loiste worker`, or `loiste ingest` once"))
    problems += problems_of_sign_in() + problems_of_retention(organisation)
    good, worry = backups(organisation)
    problems += [worry] if worry else []
    return {
        "home": str(home), **found, "accounts": Account.objects.count(), "identities": Identity.objects.count(),
        "imports": Import.objects.count(), "mail": settings.EMAIL_HOST or "off", "last_backup": good,
        "problems": problems,
    }  # fmt: skip


def problems_of_sign_in() -> list[str]:
    """Settings of sign-in that do not fit together."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from loiste.pages.here import organisation

    if not organisation().sign_in.password and not settings.OIDC:
        return [_("sign_in.password is false but LOISTE_OIDC_URL is not set; passwords are asked all the same")]
    return []


def problems_of_retention(organisation: Organisation) -> list[str]:
    """Signals that go before the numbers of today have looked at them."""
    from django.utils.translation import gettext as _

    from loiste.privacy.retention import too_short

    text = _("retention.%(kind)s is shorter than the %(days)s days that numbers look back on; write %(days)s or more")
    return [text % {"kind": kind, "days": days} for kind, days in too_short(organisation).items()]


def backups(organisation: Organisation) -> tuple[str | None, str]:
    """When the last one was made, and what is wrong with them."""
    from django.db import DatabaseError

    from loiste.copies import book

    try:
        good = book.last_good()
        return (good.made_at.isoformat() if good else None), book.worry(organisation.backup, start.now())
    except DatabaseError:  # the tables are those of an older Loiste, which is said already
        return None, ""
