"""`loiste renewals`: what comes to its end in the months ahead, and what was called of it."""

from typing import Any

import click

from loiste.cli import start


@click.command("renewals")
@click.option("--as-of", "as_of", metavar="DAY", help="The day asked, YYYY-MM-DD; default today.")
@click.option("--months", type=click.IntRange(1, 24), default=12, help="So many months ahead.")
@click.option("--owner", default="", metavar="NAME", help="Of accounts with this owner.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def renewals_command(as_of: str | None, months: int, owner: str, as_json: bool) -> None:
    """Print renewals by the last day of notice, with what was known and called on the day asked."""
    home, organisation = start.start()
    start.migrate()
    from loiste.judgement.renewal_wanted import Wanted, asked
    from loiste.judgement.renewals import look

    today, by = organisation.today(start.now()), start.actor()
    day = min(start.as_day(as_of, organisation), today)
    found = look(home, organisation, by=by, day=day, today=today, months=months)
    lines = asked(found.lines, Wanted(owner=owner), day)
    if as_json:
        start.print_json(as_object(found, lines))
    else:
        print_lines(lines, day)


def as_object(found: Any, lines: list[Any]) -> dict[str, Any]:
    """Amounts in major units, as decimals in text; null = unknown."""
    from loiste.judgement.obstacles import obstacles
    from loiste.judgement.renewal_told import told, words

    ways = obstacles([one.who.pk for one in lines], found.day)
    return {
        "as_of": found.day.isoformat(), "until": found.until.isoformat(),
        "renewals": [told(one, ways[one.who.pk], found.day) for one in lines],
        "open_ended": found.open_ended, "open_ended_mrr": words(found.open_worth),
    }  # fmt: skip


def print_lines(lines: list[Any], day: Any) -> None:
    """One renewal a line."""
    from django.utils.translation import gettext as _

    from loiste.judgement.renewal_wanted import notice
    from loiste.pages import numbers
    from loiste.pages.renewals.entries import money
    from loiste.pages.renewals.words import NOTICES, said

    for one in lines:
        term = one.term
        paid, state = money(term.amount, term.currency), NOTICES[notice(one, day)]
        score = numbers.points(one.score)
        click.echo(
            f"{term.due}  {one.who.name}: {numbers.money(paid.value, paid.currency)}, {one.who.owner or '-'}, {score}, "
            f"{said(one.says).word} ({state})"
        )
    if not lines:
        click.echo(_("No renewals."))
