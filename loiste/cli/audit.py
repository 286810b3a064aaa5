"""`loiste audit`: the audit log on the command line, for people, or as JSON or CSV for programs."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click

from loiste.cli import start
from loiste.organisation.config import Organisation


@click.command("audit")
@click.option("--since", metavar="DAY", help="From this day on, as 2026-10-31.")
@click.option("--until", metavar="DAY", help="Until this day, it included.")
@click.option("--by", "who", default="", metavar="TEXT", help="Part of the name or address of who did it.")
@click.option("--action", default="", metavar="A", help="What was done, as account.change.")
@click.option("--subject", default="", metavar="ID", help="The id of what it was done to, as acc_...")
@click.option(
    "--origin", type=click.Choice(["page", "api", "cli", "worker"]), default=None, help="From where it was done."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def audit_command(since: str | None, until: str | None, as_json: bool, as_csv: bool, **words: Any) -> None:
    """Print the audit log, newest first: who did what, when, from where, from what to what."""
    _home, organisation = start.start()
    start.migrate()
    start.allow("audit")
    from loiste.accounts.audit_log import Asked, export_log

    if as_json and as_csv:
        from django.utils.translation import gettext as _

        raise click.UsageError(_("Choose --json or --csv, not both."))
    words = {name: value or "" for name, value in words.items()}
    asked = Asked(**words, since=begin(since, organisation), until=begin(until, organisation, 1))
    if as_json or as_csv:
        rows = export_log(asked, by=start.actor(), now=start.now())
        print_json(rows) if as_json else print_csv(rows)
    else:
        print_lines(asked, organisation)


def begin(text: str | None, organisation: Organisation, after: int = 0) -> Any:
    """When this day, or one so many days after it, begins; None when none is given."""
    if text is None:
        return None
    from loiste.pages.audit.wish import begun

    return begun(start.as_day(text, organisation) + timedelta(days=after), organisation.zone)


def print_lines(asked: Any, organisation: Organisation) -> None:
    """One line for each, with what differs."""
    from loiste.accounts.audit_log import lines
    from loiste.pages.audit import words
    from loiste.pages.audit.changes import changes, told
    from loiste.pages.numbers import moment

    for row in lines(start.actor(), asked).order_by("-at", "-id").iterator(chunk_size=2_000):
        facts = "; ".join(told(one) for one in changes(row.before, row.after, organisation.zone))
        parts = [moment(row.at, organisation.zone), words.who(row.by), words.phrase(row.action), row.subject, facts]
        click.echo("  ".join(part for part in parts if part))


def print_json(rows: Iterable[dict[str, Any]]) -> None:
    """A list, written as it is read."""
    comma = ""
    click.echo("[", nl=False)
    for row in rows:
        click.echo(f"{comma}\n{json.dumps(row, ensure_ascii=False, default=lambda at: at.isoformat())}", nl=False)
        comma = ","
    click.echo("\n]")


def print_csv(rows: Iterable[dict[str, Any]]) -> None:
    from loiste.accounts.audit_log import COLUMNS, cells
    from loiste.pages import sheet

    for line in sheet.lines(COLUMNS, (cells(row) for row in rows), bom=False):
        click.echo(line.rstrip("\r\n"))
