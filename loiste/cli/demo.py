"""`loiste demo`: a made-up company to look at, filled into an empty home."""

from typing import TYPE_CHECKING

import click

from loiste.cli import start
from loiste.cli.init import initialise
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.organisation.environment import not_written

if TYPE_CHECKING:
    from loiste.demo.fill import Filled


@click.command("demo")
@click.option("--seed", default=1, type=click.IntRange(min=0), help="Another number makes another company.")
@click.option("--until", metavar="D", help="Last day told, YYYY-MM-DD. Default: today.")
@click.option("--weeks", default=26, type=click.IntRange(1, 150), help="So many weeks are judged; default 26.")
@click.option("--no-stories", is_flag=True, help="Leave out the five shops with a story.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def demo_command(seed: int, until: str | None, weeks: int, no_stories: bool, as_json: bool) -> None:
    """Fill an empty home with three years of a made-up web-shop platform. Same options, same numbers."""
    home = start.home()
    try:
        initialise(home, Organisation())
    except OSError as error:
        raise not_written(home, error) from error
    organisation = config.load(home)
    day = start.as_day(until, organisation)
    from django.utils.translation import gettext as _

    from loiste.demo import fill

    if fill.has_data():
        start.fail(_("%(home)s holds data already; set LOISTE_HOME to an empty folder and run again.") % {"home": home})
    if organisation.currency != fill.CURRENCY:
        start.fail(_("The demo counts in euros; set LOISTE_HOME to an empty folder and run again."))
    filled = fill.fill(
        home, organisation, seed=seed, until=day, with_stories=not no_stories, now=start.now(),
        judged_weeks=weeks, tell=start.progress(_("Counting metrics")), tell_judged=start.progress(_("Weeks judged")),
    )  # fmt: skip
    show(filled, day.isoformat(), as_json)


def show(filled: "Filled", until: str, as_json: bool) -> None:
    """What was filled and how to sign in; the passwords are shown this once."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    days = {"first": filled.first.isoformat(), "until": until}
    if as_json:
        where = {"home": str(settings.HOME), "address": settings.LOISTE_URL}
        facts = {"accounts": filled.accounts, "signals": filled.signals, "users": filled.people}
        start.print_json({**where, **days, **facts})
        return
    counts = {"accounts": filled.accounts, "signals": sum(filled.signals.values())}
    told = _("Demo company filled: %(accounts)s accounts, %(signals)s signals, %(first)s to %(until)s.")
    click.echo(told % {**counts, **days})
    sign_in = _("Sign in at %(address)s after `loiste serve`. The passwords are shown only now:")
    click.echo(sign_in % {"address": settings.LOISTE_URL})
    for person in filled.people:
        click.echo(f"  {person['email']}  {person['password']}  ({person['role']})")
