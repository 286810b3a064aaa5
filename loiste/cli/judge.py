"""`loiste judge` and `loiste backtest`: what we make of the metrics, and whether it would have told anything."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import click

from loiste.cli import start
from loiste.cli.backtest_alert import backtest_alert

CHURN = ("revenue", "event")


@click.command("judge")
@click.option("--as-of", "as_of", metavar="DAY", help="The day judged, YYYY-MM-DD; default today.")
@click.option("--from", "first", metavar="DAY", help="Judge days of the past, too, from this one on.")
@click.option("--every", type=click.IntRange(1, 366), default=7, help="Days between those, with --from.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def judge_command(as_of: str | None, first: str | None, every: int, as_json: bool) -> None:
    """Score every account's health, keep what changed, and open and close alerts. A day that was judged stays so.

    `loiste serve` judges each day when it has ended. Days before the last one judged cannot be judged any more; give
    --from when nothing was judged yet.
    """
    home, organisation = start.start()
    start.allow("import")
    from django.utils.translation import gettext as _

    from loiste.judgement.whole_days import judge_whole

    start.migrate()
    day = start.as_day(as_of, organisation)
    if day > organisation.today(start.now()):  # no day before it could be judged any more
        raise click.UsageError(_("%(day)s has not been yet; name a day up to today.") % {"day": day.isoformat()})
    since = start.as_day(first, organisation) if first else day
    if since > day:
        raise click.UsageError(_("--from lies after the day judged; exchange them."))
    days = stepped(since, day, every)
    told = start.progress(_("Days judged"))
    said = []
    for one in judge_whole(home, organisation, days, now=start.now()):
        said.append({"as_of": one.as_of.isoformat(), "scored": one.scored, "alerts": sums(one.alerts)})
        told(len(said), len(days))
    if as_json:
        start.print_json(said)
        return
    new = _("%(day)s: %(count)d accounts with a score.")
    old = _("%(day)s or a later day was judged already; what was said stays said.")
    for line in said:
        click.echo((old if line["scored"] is None else new) % {"day": line["as_of"], "count": line["scored"]})
        if line["alerts"]:
            click.echo(_("  alerts: %(opened)d opened, %(closed)d closed") % line["alerts"])


def sums(lines: Sequence[Any]) -> dict[str, int] | None:
    """What a day's alerts come to; None when no rule was judged."""
    return {name: sum(getattr(line, name) for line in lines) for name in ("opened", "closed")} if lines else None


def stepped(first: date, last: date, every: int) -> list[date]:
    """The last day, and every so many days back from it, rising."""
    return sorted(last - timedelta(days=ago) for ago in range(0, (last - first).days + 1, every))


@click.group("backtest")
def backtest_group() -> None:
    """Rehearse on history before switching on."""


backtest_group.add_command(backtest_alert)


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

    from loiste.judgement.rehearsal import rehearse, too_near

    days = (start.as_day(first, organisation), start.as_day(last, organisation))
    if days[0] > days[1]:
        raise click.UsageError(_("--from lies after --to; exchange them."))
    if too_near(days[1], lead, organisation.today(start.now())):
        text = _("--to lies less than %(lead)d days back: who is still to leave counts as having stayed.")
        click.echo(text % {"lead": lead}, err=True)
    told = rehearse(
        home, organisation, chosen(model), first=days[0], last=days[1], churn=churn, lead=lead, every=every,
        tell=start.progress(_("Days looked at")),
    )  # fmt: skip
    from loiste.cli.rehearsed import print_health
    from loiste.judgement.told import as_object

    if as_json:
        start.print_json(as_object(told))
    else:
        print_health(told, lead)


def chosen(key: str) -> Sequence[Any]:
    """The models in force, or the one that is named, whether or not it is on."""
    from django.utils.translation import gettext as _

    from loiste.judgement.kinds import HEALTH
    from loiste.judgement.texts import every, models

    known = every(HEALTH)
    found = models() if key == "default" else [known[key]] if key in known else []
    if not found:
        words = {"name": key, "words": ", ".join(["default", *sorted(known)])}
        raise click.UsageError(_("There is no health model %(name)r. Known are: %(words)s.") % words)
    return found
