"""`loiste alerts`: what has turned with the accounts, the most pressing first."""

from typing import Any

import click

from loiste.cli import start

SCOPES, STATES, SEVERITIES = ("all", "mine", "team"), ("open", "snoozed", "closed"), ("low", "medium", "high")


@click.command("alerts")
@click.option("--as", "as_", metavar="EMAIL", help="As this person of the team sees them.")
@click.option("--scope", type=click.Choice(SCOPES), default="all", help="Of all, one's own, or the team's accounts.")
@click.option("--state", type=click.Choice(STATES), default="open", help="Which.")
@click.option("--rule", default="", metavar="KEY", help="Of this rule; - for flags.")
@click.option("--severity", type=click.Choice(SEVERITIES), default=None, help="Of this severity.")
@click.option("--owner", default="", metavar="NAME", help="Of accounts with this owner.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def alerts_command(as_: str | None, severity: str | None, limit: int, as_json: bool, **words: str) -> None:
    """Print alerts, the most pressing first, with their reasons."""
    _home, organisation = start.start()
    start.migrate()
    if as_:
        click.get_current_context().find_root().params["as_"] = as_
    from loiste.judgement.alert_list import Wanted, asked, lines, ranked

    wanted, today = Wanted(severity=severity or "", **words), organisation.today(start.now())
    found = lines(ranked(asked(start.actor(), wanted), today)[:limit])
    if as_json:
        start.print_json([as_object(line) for line in found])
    else:
        print_lines(found)


def as_object(line: Any) -> dict[str, Any]:
    """Amounts in major units; null = unknown."""
    one = line.alert
    return {
        "id": one.public_id, "account": one.account.ref, "name": one.account.name, "owner": one.account.owner,
        "rule": one.rule, "version": one.version, "sort": one.sort, "severity": one.severity, "state": one.state,
        "opened_on": one.opened_on.isoformat(), "evidence": one.evidence, "reason": one.reason,
        "stake": None if one.stake is None else one.stake / 1_000_000, "currency": one.currency,
        "deadline": one.deadline and one.deadline.isoformat(),
        "snoozed_until": one.snoozed_until and one.snoozed_until.isoformat(),
        "closed_on": one.closed_on and one.closed_on.isoformat(), "closed_because": one.closed_because,
        "rank": round(line.rank.value, 3), "rank_parts": {name: round(part, 3) for name, part in line.rank.parts},
    }  # fmt: skip


def print_lines(found: list[Any]) -> None:
    """One alert a line, its reasons below it."""
    from django.utils.translation import gettext as _

    from loiste.judgement.alert_list import name_of
    from loiste.judgement.alert_words import sentence
    from loiste.judgement.kinds import ALERT
    from loiste.judgement.texts import every

    rules = every(ALERT)
    for line in found:
        one = line.alert
        click.echo(f"{line.rank.value:6.1f}  {one.opened_on}  {one.account.name}: {name_of(rules, one.rule)}")
        for item in one.evidence:
            click.echo(f"        {sentence(item)}")
        if one.reason:
            click.echo(f"        {one.reason}")
    if not found:
        click.echo(_("No alerts."))
