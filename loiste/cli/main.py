"""The command line. Commands are loaded when they are called, so that `loiste --help` starts light."""

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from loiste import __version__
from loiste.organisation.environment import BadSetting

COMMANDS = {
    "init": ("loiste.cli.init", "init_command"),
    "demo": ("loiste.cli.demo", "demo_command"),
    "serve": ("loiste.cli.serve", "serve_command"),
    "worker": ("loiste.cli.serve", "worker_command"),
    "import": ("loiste.cli.import_", "import_command"),
    "ingest": ("loiste.cli.upkeep", "ingest_command"),
    "fill": ("loiste.cli.upkeep", "fill_command"),
    "kpis": ("loiste.cli.kpis", "kpis_command"),
    "explain": ("loiste.cli.explain", "explain_command"),
    "judge": ("loiste.cli.judge", "judge_command"),
    "backtest": ("loiste.cli.judge", "backtest_group"),
    "health": ("loiste.cli.health", "health_command"),
    "quadrant": ("loiste.cli.quadrant", "quadrant_command"),
    "segments": ("loiste.cli.segments", "segments_command"),
    "alerts": ("loiste.cli.alerts", "alerts_command"),
    "renewals": ("loiste.cli.renewals", "renewals_command"),
    "audit": ("loiste.cli.audit", "audit_command"),
    "config": ("loiste.cli.config", "config_command"),
    "doctor": ("loiste.cli.doctor", "doctor_command"),
    "blocks": ("loiste.cli.blocks", "blocks_group"),
    "backup": ("loiste.cli.copies", "backup_command"),
    "restore": ("loiste.cli.copies", "restore_command"),
    "export": ("loiste.cli.copies", "export_command"),
    "move": ("loiste.cli.copies", "move_command"),
    "user": ("loiste.cli.user", "user_group"),
    "person": ("loiste.cli.person", "person_group"),
    "key": ("loiste.cli.key", "key_group"),
    "source": ("loiste.cli.key", "source_command"),
}


class Lazy(click.Group):
    """A group that imports a command's module when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        found: Any = getattr(importlib.import_module(module), attribute)
        return found


@click.group(cls=Lazy)
@click.option("--as", "as_", metavar="EMAIL", help="Act as this person of the team; default as an administrator.")
@click.version_option(__version__)
def main(as_: str | None) -> None:
    """Customer success on your own machine. State lives under LOISTE_HOME (default ./var)."""


def run() -> None:
    """The entry point: a wrong setting or a full disk is one line on stderr and exit code 1."""
    try:
        main.main(prog_name="loiste")
    except BadSetting as error:
        click.echo(f"loiste: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        from django.core.exceptions import PermissionDenied

        from loiste.cli.start import fail, home
        from loiste.organisation.store import on_server, unreachable
        from loiste.plain.room import out_of_room

        if isinstance(error, PermissionDenied):
            fail(str(error))
        where = home()
        if out_of_room(error, where):
            fail(full(where))
        if (why := unreachable(error)) and on_server():
            fail(away(why))
        raise


def away(why: str) -> str:
    from loiste.organisation.early import said as _

    return _("The database does not answer: %(why)s. Start it, or correct DATABASE_URL.") % {"why": why.rstrip(".")}


def full(where: Path) -> str:
    from loiste.organisation.early import said as _  # Django may not be awake yet

    text = _("The disk that holds %(home)s is full. What was there is safe; make room and give the command again.")
    return text % {"home": where}
