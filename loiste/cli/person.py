"""`loiste person`: what is held on somebody, and erasing them."""

import json
import os
from pathlib import Path
from typing import Any

import click

from loiste.cli import start


@click.group("person")
def person_group() -> None:
    """What is held on a person: tell it, erase it."""


def found(home: Path, who: str) -> Any:
    from django.core.exceptions import ValidationError

    from loiste.privacy.person import find

    start.allow("privacy")
    try:
        return find(home, who)
    except ValidationError as error:
        start.fail(" ".join(error.messages))


@person_group.command("disclose")
@click.argument("who")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file of your own.")
def disclose_command(who: str, to: Path | None) -> None:
    """Tell everything that is held on WHO, as JSON: an e-mail address, a public id or a reference."""
    home, _organisation = start.start()
    start.migrate()
    person = found(home, who)
    from loiste.privacy.disclosing import disclose

    content = disclose(home, person, by=start.actor(), now=start.now())
    if to is None:
        start.print_json(content)
        return
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=2, default=str)


@person_group.command("erase")
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def erase_command(who: str, yes: bool, as_json: bool) -> None:
    """Erase WHO for good: names and words go, signals stay under a pseudonym, every number stays as it is."""
    home, organisation = start.start()
    start.migrate()
    person, now = found(home, who), start.now()
    from django.utils.translation import gettext as _

    from loiste.privacy.erasing import erase

    if not yes:
        click.confirm(_("This cannot be undone. Erase them?"), abort=True)
    receipt = erase(home, person, day=organisation.today(now), by=start.actor(), now=now)
    if as_json:
        start.print_json(receipt.as_dict())
        return
    counts = {"signals": receipt.signals, "blocks": receipt.blocks, "rows": sum(receipt.rows.values())}
    text = _("Erased: %(signals)s signals in %(blocks)s blocks, %(rows)s rows. They stay under the name %(pseudonym)s.")
    click.echo(text % (counts | {"pseudonym": receipt.pseudonym}))
