"""`loiste config`: the organisation's settings as text."""

from collections.abc import Mapping
from pathlib import Path

import click

from loiste.cli import start
from loiste.organisation import config

FIXED = ("timezone", "currency")


@click.group("config", invoke_without_command=True)
@click.option("--apply", "apply", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Replace by FILE.")
@click.option("--check", "check", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Only check FILE.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, every default included.")
@click.pass_context
def config_command(context: click.Context, apply: Path | None, check: Path | None, as_json: bool) -> None:
    """Print the settings as YAML; with --apply FILE, replace them after checking.

    The commands below do the same with a folder of all texts: settings and health models.
    """
    if context.invoked_subcommand:
        refuse_ignored(context)
        return
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


def refuse_ignored(context: click.Context) -> None:
    """Options in front of a command below would be read and do nothing."""
    given = next((name for name in ("apply", "check", "as_json") if context.params[name]), None)
    if given is None:
        return
    start.start()
    from django.utils.translation import gettext as _

    words = {"option": f"--{given.removeprefix('as_')}", "command": context.invoked_subcommand}
    raise click.UsageError(_("%(option)s belongs to loiste config alone; give it without %(command)s.") % words)


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@config_command.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_command(folder: Path) -> None:
    """Write every text of the organisation into FOLDER, one file each."""
    _home, organisation = start.start()
    start.allow("settings")
    from django.utils.translation import gettext as _

    from loiste.judgement import exchange

    texts = exchange.written(organisation)
    try:
        write(folder, texts)
    except OSError as error:
        text = _("%(path)s cannot be written (%(why)s); name a folder that you may write to.")
        start.fail(text % {"path": folder, "why": error.strerror or error})
    click.echo(_("%(count)d files written into %(folder)s.") % {"count": len(texts), "folder": folder.resolve()})


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Each text into its file; folders are made."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@config_command.command("diff")
@click.argument("folder", type=FOLDER)
def diff_command(folder: Path) -> None:
    """Print what FOLDER says differently; nothing when it says the same. Exit code 1 when it differs."""
    _home, organisation = start.start()
    start.allow("settings")
    from loiste.judgement import exchange

    lines = list(exchange.difference(organisation, files(folder)))
    click.echo("".join(f"{line}\n" for line in lines), nl=False)
    if lines:
        raise SystemExit(1)


@config_command.command("apply")
@click.argument("folder", type=FOLDER)
def apply_command(folder: Path) -> None:
    """Make the texts of FOLDER hold, all or none. What stands here only stays."""
    home, organisation = start.start()
    start.allow("settings")
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    from loiste.judgement import exchange

    start.migrate()
    wanted = files(folder)
    if config.FILE in wanted:
        refuse_fixed(organisation, config.parse(wanted[config.FILE], config.FILE))
    try:
        changed = exchange.apply(home, wanted, by=start.actor(), now=start.now())
    except ValidationError as error:
        start.fail(error.messages[0])
    click.echo("\n".join(changed) if changed else _("Nothing differs."))


def files(folder: Path) -> Mapping[str, str]:
    from django.core.exceptions import ValidationError

    from loiste.judgement import exchange

    try:
        return exchange.read(folder)
    except ValidationError as error:
        start.fail(error.messages[0])


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
