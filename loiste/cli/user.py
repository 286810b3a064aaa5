"""`loiste user`: people of the team."""

import secrets
from typing import Any

import click

from loiste.cli import start

ROLES = ("admin", "leader", "success_manager", "contributor", "read_only")
REACHES = ("own", "team", "all")


@click.group("user")
def user_group() -> None:
    """People of the team."""


@user_group.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name as colleagues know it.")
@click.option("--role", type=click.Choice(ROLES), default="success_manager", help="What they may do.")
@click.option("--reach", type=click.Choice(REACHES), default="all", help="Whose accounts they see.")
@click.option("--team", default="", help="The team they belong to.")
@click.option("--known-as", multiple=True, metavar="NAME", help="Another name that sources give as an owner's.")
@click.option("--password", envvar="LOISTE_PASSWORD", help="Default: a random one, printed once.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(email: str, password: str | None, as_json: bool, **place: Any) -> None:
    """Add EMAIL. Without --password a random one is made and printed once."""
    start.start()
    start.migrate()
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    from loiste.accounts.team import add_user

    chosen = password or secrets.token_urlsafe(12)
    try:
        add_user(email, password=chosen, by=start.actor(), now=start.now(), **place)
    except ValidationError as error:
        start.fail(" ".join(error.messages))
    if as_json:
        start.print_json({"email": email.lower(), "role": place["role"], "password": None if password else chosen})
    elif password:
        click.echo(_("%(email)s can sign in now.") % {"email": email})
    else:
        click.echo(_("%(email)s can sign in now with the password %(password)s") % {"email": email, "password": chosen})


@user_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(as_json: bool) -> None:
    """List the people, with what they may do and whose accounts they see."""
    start.start()
    start.migrate()
    start.allow("team")
    from loiste.accounts.models import User

    fields = ("email", "name", "role", "reach", "team", "known_as", "is_active")
    people = list(User.objects.order_by("email").values(*fields))
    if as_json:
        start.print_json(people)
        return
    for one in people:
        words = [one["email"], one["name"] or "-", one["role"], one["reach"], one["team"] or "-"]
        click.echo("  ".join(words if one["is_active"] else [*words, "(inactive)"]))


@user_group.command("change")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), help="What they may do.")
@click.option("--reach", type=click.Choice(REACHES), help="Whose accounts they see.")
@click.option("--team", help="The team they belong to; empty for none.")
@click.option("--known-as", multiple=True, metavar="NAME", help="Other names that sources give as an owner's.")
@click.option("--active/--inactive", default=None, help="Whether they can sign in.")
def change(email: str, active: bool | None, known_as: tuple[str, ...], **place: Any) -> None:
    """Change what EMAIL may do, whose accounts they see, and whether they can sign in."""
    start.start()
    start.migrate()
    user, by, now = person(email), start.actor(), start.now()
    from django.core.exceptions import ValidationError

    from loiste.accounts import team

    wanted = {name: value for name, value in place.items() if value is not None}
    wanted |= {"known_as": list(known_as)} if known_as else {}
    try:
        team.set_place(user, by=by, now=now, **wanted)
        if active is not None:
            (team.reactivate if active else team.deactivate)(person(email), by=by, now=now)
    except ValidationError as error:
        start.fail(" ".join(error.messages))


@user_group.command("hand-over")
@click.argument("email")
@click.argument("to")
def hand_over(email: str, to: str) -> None:
    """Make all accounts of EMAIL those of TO."""
    home, organisation = start.start()
    start.migrate()
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    from loiste.accounts import team

    now = start.now()
    try:
        count = team.hand_over(
            home, person(email), person(to), day=organisation.today(now), by=start.actor(), now=now
        )  # fmt: skip
    except ValidationError as error:
        start.fail(" ".join(error.messages))
    click.echo(_("%(count)s accounts are %(to)s's now.") % {"count": count, "to": to})


@user_group.command("two-factor-off")
@click.argument("email")
def two_factor_off(email: str) -> None:
    """Take two-factor sign-in off EMAIL, who has lost phone and recovery codes."""
    start.start()
    start.migrate()
    user = person(email)
    from django.utils.translation import gettext as _

    from loiste.accounts import two_factor

    two_factor.take_off(user, by=start.actor(), now=start.now())
    click.echo(_("%(email)s signs in by password alone now.") % {"email": user.email})


def person(email: str) -> Any:
    from django.utils.translation import gettext as _

    from loiste.accounts.models import User

    start.allow("team")
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        start.fail(_("There is nobody called %(email)s in the team; see loiste user list.") % {"email": email})
    return user
