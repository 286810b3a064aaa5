"""`loiste health`: why an account's score is what it is, and what moved it between two days."""

from datetime import date
from typing import Any

import click

from loiste.cli import start


@click.command("health")
@click.argument("account")
@click.option("--from", "first", metavar="DAY", help="The earlier day, YYYY-MM-DD: print what moved the score since.")
@click.option("--to", "last", metavar="DAY", help="The later day; default the last one that was judged.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def health_command(account: str, first: str | None, last: str | None, as_json: bool) -> None:
    """Print the health of ACCOUNT (public id or reference), what it is made of, and with --from what moved it."""
    home, organisation = start.start()
    from loiste.cli.explain import one_account
    from loiste.judgement import explained
    from loiste.judgement.keeping import last_judged

    who = explained.one(home, organisation, one_account(account))
    today = organisation.today(start.now())
    day = start.as_day(last, organisation) if last else last_judged(today) or today
    refuse_ahead(day, today)
    if first is None:
        print_why(who, day, as_json)
    else:
        print_between(who, start.as_day(first, organisation), day, as_json)


def refuse_ahead(day: date, today: date) -> None:
    from django.utils.translation import gettext as _

    if day > today:
        raise click.UsageError(_("%(day)s has not been yet; name a day up to today.") % {"day": day.isoformat()})


def print_why(who: Any, day: date, as_json: bool) -> None:
    from loiste.cli import healthy
    from loiste.judgement import explained

    side = explained.why(who, day)
    if as_json:
        start.print_json({**healthy.whose(who), **healthy.as_object(side)})
    else:
        healthy.print_side(who, side)


def print_between(who: Any, first: date, last: date, as_json: bool) -> None:
    from django.utils.translation import gettext as _

    from loiste.cli import healthy
    from loiste.judgement import explained

    if first >= last:
        raise click.UsageError(_("--from lies not before --to; name an earlier day."))
    found = explained.between(who, first, last)
    if as_json:
        start.print_json({**healthy.whose(who), **healthy.both(found)})
    else:
        healthy.print_fall(who, found)
