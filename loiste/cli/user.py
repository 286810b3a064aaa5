"""`loiste user add`: a person of the team."""

import secrets

import click

from loiste.cli import start


@click.group("user")
def user_group() -> None:
    """People of the team."""


@user_group.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name as colleagues know it.")
@click.option("--role", type=click.Choice(["admin", "member", "read_only"]), default="member", help="What they may do.")
@click.option("--password", envvar="LOISTE_PASSWORD", help="Default: a random one, printed once.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(email: str, name: str, role: str, password: str | None, as_json: bool) -> None:
    """Add EMAIL. Without --password a random one is made and printed once."""
    start.start()
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    from loiste.accounts.team import add_user

    chosen = password or secrets.token_urlsafe(12)
    try:
        add_user(email, name=name, role=role, password=chosen, by="cli", now=start.now())
    except ValidationError as error:
        start.fail(" ".join(error.messages))
    if as_json:
        start.print_json({"email": email.lower(), "role": role, "password": None if password else chosen})
    elif password:
        click.echo(_("%(email)s can sign in now.") % {"email": email})
    else:
        click.echo(_("%(email)s can sign in now with the password %(password)s") % {"email": email, "password": chosen})
