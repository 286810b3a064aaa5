"""`loiste segments`: the segments with their counts, or the accounts of one."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from loiste.cli import start


@click.command("segments")
@click.argument("key", required=False)
@click.option("--as-of", "as_of", metavar="DAY", help="The day asked, YYYY-MM-DD; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def segments_command(key: str | None, as_of: str | None, as_json: bool) -> None:
    """List the segments with how many accounts they match, or with KEY the accounts of one.

    The rules that hold now are answered as of the day asked.
    """
    home, organisation = start.start()
    by = start.actor()
    day = start.as_day(as_of, organisation)
    if key is None:
        listed(home, organisation, day, as_json)
    else:
        accounts_of(key, home, organisation, day, by, as_json)


def listed(home: Path, organisation: Any, day: date, as_json: bool) -> None:
    from loiste.judgement.look import find
    from loiste.judgement.texts import segments
    from loiste.pages.rule_words import sentence

    texts = segments()
    found = find(home, organisation, {key: one.text.rule for key, one in texts.items()}, as_of=day)
    rows = [
        {"key": key, "name": one.text.name.model_dump(), "version": one.version,
         "rule": sentence(one.text.rule, organisation),
         "accounts": len(found[key].accounts), "mrr": found[key].mrr, "unknown": found[key].unknown}
        for key, one in texts.items()
    ]  # fmt: skip
    if as_json:
        start.print_json({"as_of": day.isoformat(), "segments": rows})
        return
    for row, one in zip(rows, texts.values(), strict=True):
        click.echo(f"{row['key']:<24}{row['accounts']:>8}  {one.text.name}: {row['rule']}")


def accounts_of(key: str, home: Path, organisation: Any, day: date, by: Any, as_json: bool) -> None:
    """Those that `by` may see, those that pay most first."""
    from loiste.accounts.doors import ids_for
    from loiste.accounts.models import Account
    from loiste.judgement.look import find

    found = find(home, organisation, {key: rule_of(key)}, as_of=day)[key]
    mine, named = ids_for(by), dict(Account.objects.values_list("id", "ref"))
    seen = None if mine is None else set(mine)
    refs = [named[pk] for pk in found.accounts.tolist() if seen is None or pk in seen]
    if as_json:
        start.print_json({"as_of": day.isoformat(), "segment": key, "accounts": refs})
    else:
        for ref in refs:
            click.echo(ref)


def rule_of(key: str) -> Any:
    from django.utils.translation import gettext as _

    from loiste.judgement.kinds import SEGMENT
    from loiste.judgement.texts import every

    known = every(SEGMENT)
    if key not in known:
        words = {"name": key, "words": ", ".join(sorted(known))}
        raise click.UsageError(_("There is no segment %(name)r. Known are: %(words)s.") % words)
    return known[key].text.rule
