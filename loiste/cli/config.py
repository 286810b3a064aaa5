"""`loiste config`: the organisation's settings as text."""

from pathlib import Path

import click

from loiste.cli import start
from loiste.organisation import config

FIXED = ("timezone", "currency")


@click.command("config")
@click.option("--apply", "apply", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Replace by FILE.")
@click.option("--check", "check", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Only check FILE.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, every default included.")
def config_command(apply: Path | None, check: Path | None, as_json: bool) -> None:
    """Print the settings as YAML; with --apply FILE, replace them after checking."""
    home, organisation = start.start()
    start.allow("settings")
    chosen = apply or check
    if chosen is not None:
        wanted = config.parse(chosen.read_text(encoding="utf-8"), str(chosen))
        refuse_fixed(organisation, wanted)
        if apply:
            save(home, wanted)
            organisation = wanted
    if as_json:
        start.print_json(organisation.model_dump(mode="json"))
    elif not check:
        click.echo(config.dump(organisation), nl=False)


def save(home: Path, wanted: config.Organisation) -> None:
    from loiste.accounts.our_settings import apply_settings

    start.migrate()
    apply_settings(home, wanted, by=start.actor(), now=start.now())


def refuse_fixed(now: config.Organisation, wanted: config.Organisation) -> None:
    """Zone and currency are in every stored day and amount; they change only while nothing is stored."""
    from django.utils.translation import gettext as _

    from loiste.timeline import blocks

    changed = [name for name in FIXED if getattr(now, name) != getattr(wanted, name)]
    if changed and blocks.current().exists():
        text = _("%(key)s cannot change once signals are stored; set up a new home and import the files again.")
        start.fail(text % {"key": changed[0]})
