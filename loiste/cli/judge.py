"""`loiste judge` and `loiste backtest`: what we make of the metrics, and whether it would have told anything."""

from collections.abc import Sequence
from typing import Any

import click

from loiste.cli import start

CHURN = ("revenue", "event")


@click.command("judge")
@click.option("--as-of", "as_of", metavar="DAY", help="The day judged, YYYY-MM-DD; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def judge_command(as_of: str | None, as_json: bool) -> None:
    """Score every account's health and keep what changed. A day that was judged stays as it stands."""
    home, organisation = start.start()
    start.allow("import")
    from django.utils.translation import gettext as _

    from loiste.judgement.judge import judge

    start.migrate()
    day = start.as_day(as_of, organisation)
    if day > organisation.today(start.now()):  # no day before it could be judged any more
        raise click.UsageError(_("%(day)s has not been yet; name a day up to today.") % {"day": day.isoformat()})
    scored = judge(home, organisation, as_of=day, now=start.now())
    if as_json:
        start.print_json({"as_of": day.isoformat(), "scored": scored})
    elif scored is None:
        click.echo(_("%(day)s was judged already; what was said stays said.") % {"day": day.isoformat()})
    else:
        click.echo(_("%(day)s: %(count)d accounts with a score.") % {"day": day.isoformat(), "count": scored})


@click.group("backtest")
def backtest_group() -> None:
    """Rehearse on history before switching on."""


@backtest_group.command("health")
@click.argument("model")
@click.option("--from", "first", metavar="DAY", required=True, help="The first day looked at, YYYY-MM-DD.")
@click.option("--to", "last", metavar="DAY", required=True, help="The last day looked at.")
@click.option("--churn", type=click.Choice(CHURN), default="revenue", help="Who left: MRR fell to 0, or a row says so.")
@click.option("--lead", type=click.IntRange(1, 730), default=90, help="Left within so many days after a look.")
@click.option("--every", type=click.IntRange(1, 366), default=28, help="Days between looks.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def backtest_health(model: str, first: str, last: str, churn: Any, lead: int, every: int, as_json: bool) -> None:
    """Would MODEL have told who leaves? `default` stands for the models in force.

    Each day is scored with only what was known on it.
    """
    home, organisation = start.start()
    start.actor()  # shares of the whole are for everybody of the team
    from django.utils.translation import gettext as _

    from loiste.judgement.rehearsal import rehearse

    days = (start.as_day(first, organisation), start.as_day(last, organisation))
    if days[0] > days[1]:
        raise click.UsageError(_("--from lies after --to; exchange them."))
    told = rehearse(
        home, organisation, chosen(model), first=days[0], last=days[1], churn=churn, lead=lead, every=every,
        tell=start.progress(_("Days looked at")),
    )  # fmt: skip
    from loiste.cli.rehearsed import as_object, print_health

    if as_json:
        start.print_json(as_object(told))
    else:
        print_health(told, lead)


def chosen(key: str) -> Sequence[Any]:
    """The models in force, or the one that is named."""
    from django.utils.translation import gettext as _

    from loiste.judgement.texts import models

    every = models()
    found = every if key == "default" else [one for one in every if one.text.key == key]
    if not found:
        words = {"name": key, "words": ", ".join(["default", *(one.text.key for one in every)])}
        raise click.UsageError(_("There is no health model %(name)r. Known are: %(words)s.") % words)
    return found
