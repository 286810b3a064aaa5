"""`loiste blocks upgrade`: brings stored signals into the form of this release."""

import click

from loiste.cli import start


@click.group("blocks")
def blocks_group() -> None:
    """Look after the files of signals."""


@blocks_group.command("upgrade")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def upgrade_command(as_json: bool) -> None:
    """Rewrite blocks of an older form, one at a time. Can be stopped and given again, also while Loiste serves."""
    home, _organisation = start.start()
    start.migrate()
    start.allow("copy")
    from django.utils.translation import gettext as _

    from loiste.timeline.upgrading import upgrade

    done = upgrade(home, start.now(), tell=start.progress(_("Rewriting blocks")))
    if as_json:
        start.print_json({"upgraded": done})
    elif done:
        click.echo(_("%(count)s blocks are now of the form of this release.") % {"count": done})
    else:
        click.echo(_("No block is of an older form."))
