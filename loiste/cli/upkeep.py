"""`loiste ingest` and `loiste fill`: bring what has arrived into order, and count it."""

import click

from loiste.cli import start


@click.command("ingest")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def ingest_command(as_json: bool) -> None:
    """Bring the timeline into order: sweep what an interrupted import left, refresh accounts from their signals."""
    home, organisation = start.start()
    from django.utils.translation import gettext as _

    from loiste import jobs

    swept = jobs.ingest(home, organisation, now=start.now())
    if as_json:
        start.print_json({"swept_files": swept})
    else:
        click.echo(_("Done; %(count)s leftover files removed.") % {"count": swept})


@click.command("fill")
@click.option("--as-of", "as_of", metavar="DAY", help="Fill up to this day, YYYY-MM-DD; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def fill_command(as_of: str | None, as_json: bool) -> None:
    """Count the readings that pages show: every month end, and each of the last 35 days."""
    home, organisation = start.start()
    from django.utils.translation import gettext as _

    from loiste.metrics import readings

    day = start.as_day(as_of, organisation)
    filled = readings.fill(home, organisation, today=day, tell=start.progress(_("Counting metrics")))
    if as_json:
        start.print_json({"days": filled})
    else:
        click.echo(_("Readings of %(count)s days are up to date.") % {"count": filled})
