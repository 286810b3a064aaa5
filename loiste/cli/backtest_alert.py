"""`loiste backtest alert`: would the rule have told anything, and how loudly?"""

from typing import Any

import click

from loiste.cli import start

CHURN = ("revenue", "event")


@click.command("alert")
@click.argument("rule")
@click.option("--from", "first", metavar="DAY", required=True, help="The first day looked at, YYYY-MM-DD.")
@click.option("--to", "last", metavar="DAY", required=True, help="The last day looked at.")
@click.option("--churn", type=click.Choice(CHURN), default="revenue", help="Who left: MRR fell to 0, or a row says so.")
@click.option("--every", type=click.IntRange(1, 31), default=7, help="Days between looks; 1 is as it is judged.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def backtest_alert(rule: str, first: str, last: str, churn: Any, every: int, as_json: bool) -> None:
    """How often would RULE have opened alerts, for whom, and what came after?

    Each day is judged with only what was known on it.
    """
    home, organisation = start.start()
    start.actor()  # shares of the whole are for everybody of the team
    from django.utils.translation import gettext as _

    from loiste.judgement.alert_rehearsal import rehearse_alert

    days = (start.as_day(first, organisation), start.as_day(last, organisation))
    if days[0] > days[1]:
        raise click.UsageError(_("--from lies after --to; exchange them."))
    rules = chosen(rule)
    found = rehearse_alert(
        home, organisation, rules, first=days[0], last=days[1], churn=churn, every=every,
        tell=start.progress(_("Days looked at")),
    )  # fmt: skip
    if as_json:
        start.print_json(as_object(rules[0], found))
    else:
        print_words(rules[0], found)


def chosen(key: str) -> list[Any]:
    """The rule that is named, on or off, and after it the others that are on."""
    from django.utils.translation import gettext as _

    from loiste.judgement.kinds import ALERT
    from loiste.judgement.texts import every

    known = every(ALERT)
    if key not in known:
        words = {"name": key, "words": ", ".join(sorted(known))}
        raise click.UsageError(_("There is no alert rule %(name)r. Known are: %(words)s.") % words)
    others = [one.text for other, one in sorted(known.items()) if other != key and one.text.on]
    return [known[key].text, *others]


def as_object(rule: Any, found: Any) -> dict[str, Any]:
    """Shares are 0-1; null = nothing to count, or too few for an interval."""
    told = found.told
    weeks = [{"first": one.first.isoformat(), "alerts": one.alerts} for one in told.weeks]
    return {
        "rule": rule.key, "fired": told.fired, "accounts": told.accounts, "held": told.held, "wide": told.wide,
        "paused": told.paused, "days": [day.isoformat() for day in found.days],
        "managers": [vars(one) for one in told.managers], "weeks": weeks,
        "overlaps": [vars(one) for one in told.overlaps], "lead_days_wanted": rule.lead_days,
        "followed_by_churn": vars(told.followed), "leavers_caught": vars(told.caught), "base_rate": told.base_rate,
        "lead_days": told.lead_days, "assumed_known": found.assumed,
    }  # fmt: skip


def print_words(rule: Any, found: Any) -> None:
    from django.utils.translation import gettext as _

    told = found.told
    words = {"fired": told.fired, "accounts": told.accounts, "days": len(found.days)}
    click.echo(_("%(fired)d alerts on %(accounts)d accounts, in %(days)d looks.") % words)
    if told.held:
        click.echo(_("%(count)d accounts matched on the first day already and are not counted.") % {"count": told.held})
    if told.wide:
        click.echo(_("On %(count)d days too many matched at once; leaders get one notice.") % {"count": told.wide})
    if told.paused:
        click.echo(_("On %(count)d days it was paused for want of signals.") % {"count": told.paused})
    for one in told.managers:
        click.echo(_("  %(name)s: %(alerts)d alerts, %(a_week).1f a week") % named(one))
    print_churn(rule, told)


def named(manager: Any) -> dict[str, Any]:
    from django.utils.translation import gettext as _

    return {**vars(manager), "name": manager.name or _("no owner")}


def print_churn(rule: Any, told: Any) -> None:
    from django.utils.translation import gettext as _

    words = {"days": rule.lead_days, "share": percent(told.followed), "base": of_base(told.base_rate)}
    click.echo(_("Followed by leaving within %(days)d days: %(share)s; of all customers %(base)s leave so.") % words)
    click.echo(_("Of those who left, it told of %(share)s.") % {"share": percent(told.caught)})
    for one in told.overlaps:
        words = {"rule": one.rule, "share": f"{100 * one.share:.0f} %"}
        click.echo(_("  %(rule)s opened for %(share)s of the same accounts") % words)


def percent(share: Any) -> str:
    from django.utils.translation import gettext as _

    if share.value is None:
        return _("nothing to count")
    text = f"{100 * share.value:.0f} % (n = {share.of})"
    if share.low is None:
        return _("%(share)s, too few to say") % {"share": text}
    words = {"share": text, "low": f"{100 * share.low:.0f}", "high": f"{100 * share.high:.0f}"}
    return _("%(share)s, with 95 %% certainty %(low)s-%(high)s %%") % words


def of_base(rate: float | None) -> str:
    from django.utils.translation import gettext as _

    return _("unknown") if rate is None else f"{100 * rate:.1f} %"
