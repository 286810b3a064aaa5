"""`loiste import`: take a file of rows in, or say what would become of it."""

from pathlib import Path
from typing import Any

import click

from loiste.cli import start

SHOWN = 20  # rejected rows that the readable report lists

HELP = """Take the rows of a FILE in, CSV or Excel. KIND is accounts, contacts, subscriptions, usage, tickets, surveys,
churn, costs, notes, milestones or rates.

Columns are found by the names of the fields; with any --map only mapped columns are read. Importing the same file
again changes nothing. Exit code 0: done, also when rows were rejected; 1: failed; 2: wrong usage."""


@click.command("import", help=HELP)
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "map_", multiple=True, metavar="FIELD=COLUMN", help="The column that gives a field.")
@click.option("--set", "set_", multiple=True, metavar="FIELD=VALUE", help="One value of a field for all rows.")
@click.option("--date-format", multiple=True, metavar="F|FIELD=F", help="How dates are written, as %d-%m-%Y.")
@click.option("--timezone", metavar="Z", help="Where times were written; default the organisation's zone.")
@click.option("--decimal", metavar="MARK", help="The decimal mark, . or , (default .).")
@click.option("--encoding", metavar="E", help="The file's encoding; found out when not given.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; the first with rows when not given.")
@click.option("--delimiter", metavar="D", help="What parts the columns, or tab; found out when not given.")
@click.option(
    "--unknown-accounts", type=click.Choice(["create", "wait", "reject"]),
    help="What becomes of rows of unknown accounts: the account is made (default), they wait, or are rejected.",
)  # fmt: skip
@click.option(
    "--same-id", type=click.Choice(["reject", "keep"]),
    help="What becomes of a row whose id was used for another row: it is rejected (default) or kept beside it.",
)  # fmt: skip
@click.option("--known", type=click.Choice(["now"]), help="The facts became known now, not when they happened.")
@click.option("--mapping", type=click.Path(path_type=Path), metavar="FILE.yaml", help="These flags, written in a file.")
@click.option("--save-rejected", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write rejected rows here.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(kind: str, file: Path, as_json: bool, **flags: Any) -> None:
    home, organisation = start.start()
    start.allow("import")
    from loiste.sources.files.errors import FileError, WrongUsage
    from loiste.sources.files.importing import import_file

    try:
        request = asked(kind, file, flags)
        report = import_file(
            request, home=home, organisation=organisation, now=start.now(), by=start.actor().label, origin="cli"
        )
    except WrongUsage as error:
        raise click.UsageError(str(error)) from error
    except FileError as error:
        start.fail(str(error))
    if as_json:
        start.print_json(report.as_dict())
    else:
        print_report(report)


def pairs(flag: str, texts: tuple[str, ...]) -> dict[str, str]:
    """field=text, each field once. Raises UsageError otherwise."""
    from django.utils.translation import gettext as _

    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise click.UsageError(_("%(flag)s %(text)r is not FIELD=VALUE.") % {"flag": flag, "text": text})
        if found.setdefault(name.strip(), value) != value:
            raise click.UsageError(_("%(flag)s gives %(name)s twice; keep one.") % {"flag": flag, "name": name})
    return found


def date_formats(texts: tuple[str, ...]) -> dict[str, str]:
    """field -> format; the one for all fields stands under the empty name."""
    return pairs("--date-format", tuple(text if is_for_field(text) else f" ={text}" for text in texts))


def is_for_field(text: str) -> bool:
    name, sign, _format = text.partition("=")
    return bool(sign) and "%" not in name


def asked(kind: str, file: Path, flags: dict[str, Any]) -> Any:
    """The request of the flags over that of the mapping file."""
    from django.utils.translation import gettext as _

    from loiste.sources.files import mapping_file
    from loiste.sources.files.request import ImportRequest

    written = mapping_file.read(flags["mapping"]) if flags["mapping"] else {}
    known = flags["known"] or written.pop("known", None)
    if known not in (None, "now"):
        raise click.UsageError(_("known %(word)r is not possible; write now or leave it out.") % {"word": known})
    more = {
        "map": written.pop("map", {}) | pairs("--map", flags["map_"]),
        "set": written.pop("set", {}) | pairs("--set", flags["set_"]),
        "date_formats": written.pop("date_format", {}) | date_formats(flags["date_format"]),
    }
    plain = ("timezone", "decimal", "encoding", "delimiter", "sheet", "unknown_accounts", "same_id")
    more |= {name: flags[name] or written[name] for name in plain if flags[name] or written.get(name)}
    return ImportRequest(
        kind=kind, path=file, known_now=known == "now", dry_run=flags["dry_run"],
        save_rejected=flags["save_rejected"], progress=start.progress(file.name), **more,
    )  # fmt: skip


def print_report(report: Any) -> None:
    from django.utils.translation import gettext as _

    if report.dry_run:
        click.echo(_("Nothing was written (--dry-run)."))
    counts = {key: getattr(report, key) for key in ("read", "accepted", "duplicate", "rejected")}
    text = _("%(read)s rows read: %(accepted)s accepted, %(duplicate)s known already, %(rejected)s rejected.")
    click.echo(f"{report.file}: {text % counts}")
    found = ", ".join([f"{column} {layout}" for column, layout in report.dates.items()])
    mark = "tab" if report.delimiter == "\t" else report.delimiter
    if mark:
        click.echo(_("Found: encoding %(encoding)s, delimiter %(mark)s") % {"encoding": report.encoding, "mark": mark})
    if found:
        click.echo(_("Dates: %(dates)s") % {"dates": found})
    for note in report.notes:
        click.echo(note)
    print_errors(report)


def print_errors(report: Any) -> None:
    from django.utils.translation import gettext as _

    for error in report.errors[:SHOWN]:
        where = {"line": error["line"], "column": error["column"] or "-", "value": error["value"]}
        click.echo(_("Line %(line)s, %(column)s = %(value)s: ") % where + error["reason"])
    more = report.rejected - min(SHOWN, len(report.errors))
    if more > 0:
        click.echo(_("... and %(count)s more; --save-rejected FILE.csv writes them all.") % {"count": more})
