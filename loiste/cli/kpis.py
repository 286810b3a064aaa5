"""`loiste kpis`: every metric as of a day or for a row of months, whole or in groups."""

from datetime import date
from pathlib import Path

import click

from loiste.cli import start

NINE = ("nps", "onboarding_days", "ces", "nrr", "mrr", "customers", "cltv", "cac", "logo_churn")


@click.command("kpis")
@click.option("--as-of", "as_of", metavar="DAY", help="The day asked, YYYY-MM-DD; default today.")
@click.option("--monthly", metavar="MONTHS", help="Month ends of YYYY-MM..YYYY-MM.")
@click.option("--by", "by", metavar="DIMENSION", help="Groups by an attribute of accounts, plan, tags, channel ...")
@click.option("--where", "where", metavar="KEY=VALUE", multiple=True, help="Only accounts with this value.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def kpis_command(as_of: str | None, monthly: str | None, by: str | None, where: tuple[str, ...], as_json: bool) -> None:
    """Print the metrics. Unknown is null (in words: unknown), never 0."""
    home, organisation = start.start()
    start.actor()  # numbers of the whole are for everybody of the team
    from django.utils.translation import gettext as _

    if as_of and monthly:
        raise click.UsageError(_("Give either --as-of or --monthly."))
    limits = dict(pair(text) for text in where)
    check_dimensions(home, [*([by] if by else []), *limits])
    days = months(monthly) if monthly else [start.as_day(as_of, organisation)]
    from loiste.metrics.registry import reported
    from loiste.metrics.run import measure
    from loiste.metrics.told import as_object

    whole = measure(home, organisation, reported(), days, where=limits)
    grouped = measure(home, organisation, reported(), days, where=limits, by=by) if by else None
    if as_json:
        found = [as_object(day, whole, grouped, by, organisation.currency) for day in days]
        start.print_json(found if monthly else found[0])
    else:
        from loiste.cli.show import print_kpis

        print_kpis(organisation, days, whole, grouped)


def check_dimensions(home: Path, asked: list[str]) -> None:
    """An unknown dimension would give one group of everything, which looks like an answer."""
    from django.utils.translation import gettext as _

    from loiste.metrics.dimensions import known

    for name in asked:
        if name not in known(home):
            text = _("There is no dimension %(name)r. Known are: %(words)s.")
            raise click.UsageError(text % {"name": name, "words": ", ".join(known(home))})


def pair(text: str) -> tuple[str, str]:
    from django.utils.translation import gettext as _

    key, sign, value = text.partition("=")
    if not sign or not key:
        raise click.UsageError(_("--where %(text)r is not KEY=VALUE.") % {"text": text})
    return key, value


def months(text: str) -> list[date]:
    from django.utils.translation import gettext as _

    from loiste.plain.days import parse_months

    try:
        return parse_months(text)
    except ValueError as error:
        said = _("--monthly %(text)r is not YYYY-MM..YYYY-MM, earlier month first.")
        raise click.UsageError(said % {"text": text}) from error
