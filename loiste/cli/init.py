"""`loiste init`: a home for the data, ready to take files. Asks nothing."""

from pathlib import Path

import click

from loiste.cli import start
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.organisation.environment import not_written


def initialise(home: Path, organisation: Organisation) -> bool:
    """Makes the home unless there is one already; brings the tables up to date. Whether it was made now."""
    fresh = not config.exists(home)
    if fresh:
        config.init_home(home, organisation)
    start.wake(organisation.language)
    start.migrate()
    return fresh


@click.command("init")
@click.option("--name", default="Loiste", help="Name of the organisation.")
@click.option("--timezone", default="Europe/Helsinki", help="Its time zone; days and months are counted in it.")
@click.option("--currency", default="EUR", help="The currency that money is shown in.")
@click.option(
    "--language", default="fi", type=click.Choice(["fi", "en"]), help="The language when nothing else is said."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def init_command(name: str, timezone: str, currency: str, language: str, as_json: bool) -> None:
    """Set up a home folder. Run again, it changes no setting, and brings the tables up to date."""
    try:
        wanted = Organisation(name=name, timezone=timezone, currency=currency, language=language)
    except ValueError as error:
        raise click.UsageError(config.one_line(error)) from error  # type: ignore[arg-type]
    home = start.home()
    try:
        fresh = initialise(home, wanted)
    except OSError as error:
        raise not_written(home, error) from error
    from django.utils.translation import gettext as _

    if as_json:
        start.print_json({"home": str(home), "created": fresh})
    elif fresh:
        click.echo(_("%(home)s is ready. Next: loiste import accounts FILE, or loiste demo.") % {"home": home})
    else:
        click.echo(_("%(home)s was set up before; its settings stay as they are.") % {"home": home})
