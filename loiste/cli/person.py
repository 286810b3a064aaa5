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
    home, _organisation = start.start()
    start.migrate()
    person = found(home, who)
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    from loiste.privacy.erasing import erase

    if not yes:
        click.confirm(_("This cannot be undone. Erase them?"), abort=True)
    try:
        erasure = erase(person, by=start.actor(), now=start.now())
    except ValidationError as error:
        start.fail(" ".join(error.messages))
    finish(home)
    tell(erasure.public_id, as_json)


@person_group.command("erasures")
@click.option("--finish", "to_the_end", is_flag=True, help="Go on with those under way, as the worker does.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def erasures_command(to_the_end: bool, as_json: bool) -> None:
    """List the erasures: how far each is, and the receipts of those that are done."""
    home, _organisation = start.start()
    start.migrate()
    start.allow("privacy")
    from loiste.privacy.receipts import receipts

    if to_the_end:
        finish(home)
    every = receipts(by=start.actor())
    if as_json:
        start.print_json([one.as_dict() for one in every])
        return
    if not every:
        from django.utils.translation import gettext as _

        click.echo(_("Nobody has been erased"))
    for one in every:
        click.echo(f"{one.at:%Y-%m-%d %H:%M}  {one.state:8}  {one.pseudonym}  {one.signals}")


def finish(home: Path) -> None:
    """Takes the steps here, or watches whoever takes them; says on stderr how far it is."""
    import threading

    from django.utils.translation import gettext as _

    from loiste.jobs import erasing
    from loiste.privacy.models import Erasure

    def told(erasure: Erasure) -> None:
        count = {"seen": erasure.blocks_seen, "left": erasure.blocks_left}
        click.echo(_("%(seen)s blocks seen, %(left)s left; waiting for those who read or copy.") % count, err=True)

    erasing.finish(home, threading.Event(), told)


def tell(public_id: str, as_json: bool) -> None:
    from django.utils.translation import gettext as _

    from loiste.privacy.receipts import receipt

    done = receipt(public_id, by=start.actor())
    if as_json:
        start.print_json(done.as_dict())
        return
    counts = {"signals": done.signals, "blocks": done.blocks, "rows": sum(done.rows.values())}
    text = _("Erased: %(signals)s signals in %(blocks)s blocks, %(rows)s rows. They stay under the name %(pseudonym)s.")
    click.echo(text % (counts | {"pseudonym": done.pseudonym}))
