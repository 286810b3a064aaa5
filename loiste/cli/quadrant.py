"""`loiste quadrant`: how many accounts stand in which corner of experience and outcomes, and who."""

from datetime import date
from typing import Any

import click

from loiste.cli import start


@click.command("quadrant")
@click.option("--as-of", "as_of", metavar="DAY", help="The day asked, YYYY-MM-DD; default the last judged one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every account.")
def quadrant_command(as_of: str | None, as_json: bool) -> None:
    """Print the accounts in each corner of the quadrant: those with good and bad experience and outcomes.

    A day that was judged is printed as it was said then; another one is counted by what is known now.
    """
    home, organisation = start.start()
    by = start.actor()
    from django.utils.translation import gettext as _

    from loiste.cli.health import refuse_ahead
    from loiste.judgement.corner_look import layout
    from loiste.judgement.keeping import last_judged
    from loiste.judgement.promised import quadrant

    today = organisation.today(start.now())
    day = start.as_day(as_of, organisation) if as_of else last_judged(today) or today
    refuse_ahead(day, today)
    text = quadrant()
    if text is None:
        raise click.UsageError(_("The quadrant is switched off; switch its text on first."))
    found = layout(home, organisation, text, day)
    if as_json:
        start.print_json(as_object(found, day, by))
    else:
        print_corners(found, day)


def as_object(found: Any, day: date, by: Any) -> dict[str, Any]:
    """Counts are of all accounts; those named are whom `by` may see, in the order of their references."""
    from loiste.accounts.doors import accounts_for

    refs = accounts_for(by).order_by("ref").values_list("id", "ref")
    return {
        "as_of": day.isoformat(), "quadrant": found.key, "version": found.version, "judged": found.judged,
        "corners": [{"key": key, **numbers} for key, numbers in sums(found)],
        "accounts": [told(ref, found.rows[pk]) for pk, ref in refs if pk in found.rows],
    }  # fmt: skip


def told(ref: str, row: Any) -> dict[str, Any]:
    return {
        "account": ref, "corner": row.corner, "experience": row.experience, "outcomes": row.outcomes,
        "experience_coverage": row.experience_coverage, "outcomes_coverage": row.outcomes_coverage,
    }  # fmt: skip


def sums(found: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every corner; MRR in major units, null where it is known of none."""
    from loiste.judgement.quadrant import CORNERS

    every = [(key, *found.sums.get(key, (0, 0, 0))) for key in CORNERS]
    return [
        (key, {"accounts": number, "mrr": mrr / 1_000_000 if unknown < number or not number else None,
               "mrr_unknown": unknown})
        for key, number, mrr, unknown in every
    ]  # fmt: skip


def print_corners(found: Any, day: date) -> None:
    from loiste.pages.quadrant.words import names

    words = names()
    click.echo(day.isoformat())
    for key, numbers in sums(found):
        click.echo(f"{numbers['accounts']:>8}  {key:<20}{words[key].word}")
