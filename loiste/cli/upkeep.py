"""`loiste ingest` and `loiste fill`: bring what has arrived into order, and count it."""

import click

from loiste.cli import start


@click.command("ingest")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def ingest_command(as_json: bool) -> None:
    """Drain the inbox and bring the timeline into order; with a worker running this happens by itself."""
    home, organisation = start.start()
    start.migrate()
    start.allow("import")
    from django.utils.translation import gettext as _

    from loiste.jobs import draining, upkeep

    rounds = draining.drain_all(home)
    swept = upkeep.ingest(home, organisation, now=start.now())
    counts = {
        key: sum(getattr(one, key) for one in rounds or [])
        for key in ("accepted", "duplicate", "refused", "signals")
    }  # fmt: skip
    if as_json:
        start.print_json({"drained": None if rounds is None else counts, "swept_files": swept})
        return
    if rounds is None:
        click.echo(_("Another process is draining the inbox."))
    elif rounds:
        text = _("%(accepted)s events taken in, %(duplicate)s known already, %(refused)s could not be used.")
        click.echo(text % counts)
    click.echo(_("Done; %(count)s leftover files removed.") % {"count": swept})


@click.command("fill")
@click.option("--as-of", "as_of", metavar="DAY", help="Fill up to this day, YYYY-MM-DD; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def fill_command(as_of: str | None, as_json: bool) -> None:
    """Count the readings that pages show: every month end, and each of the last 35 days."""
    home, organisation = start.start()
    start.allow("import")
    from django.utils.translation import gettext as _

    from loiste.metrics import readings, standing

    day = start.as_day(as_of, organisation)
    filled = readings.fill(home, organisation, today=day, tell=start.progress(_("Counting metrics")))
    standing.fill(home, organisation, today=organisation.today(start.now()), now=start.now())
    if as_json:
        start.print_json({"days": filled})
    else:
        click.echo(_("Readings of %(count)s days are up to date.") % {"count": filled})
