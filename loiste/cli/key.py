"""`loiste key` and `loiste source`: let programs in, and say how what they send is read."""

from typing import Any

import click

from loiste.cli import start


@click.group("key")
def key_group() -> None:
    """Secrets that let programs in."""


@key_group.command("add")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="Of ingest, stats, read, write, export.")
@click.option("--source", help="The source that its events belong to; default one with the key's name.")
def add_command(name: str, scopes: tuple[str, ...], source: str | None) -> None:
    """Make a key and print it, once. Only its hash is kept."""
    start.start()
    start.migrate()
    from django.core.exceptions import ValidationError
    from django.utils.translation import gettext as _

    from loiste.sources.inbox.keys import add_key

    try:
        secret = add_key(name, scopes=list(scopes), source=source, by=start.actor(), now=start.now())
    except ValidationError as error:
        start.fail(" ".join(error.messages))
    click.echo(secret)
    click.echo(_("Keep it now; it is not shown again. Programs send it as their write key."), err=True)


@key_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(as_json: bool) -> None:
    """List keys, by their ends."""
    start.start()
    start.migrate()
    start.allow("connect")
    from loiste.sources.models import Key

    keys = [
        {"name": key.name, "hint": key.hint, "scopes": key.scopes, "source": key.source.name if key.source else None,
         "made_at": key.made_at, "revoked_at": key.revoked_at}
        for key in Key.objects.select_related("source").order_by("id")
    ]  # fmt: skip
    if as_json:
        start.print_json(keys)
        return
    for key in keys:
        click.echo(f"{key['name']}  …{key['hint']}  {','.join(key['scopes'])}  {key['source'] or '-'}")


@key_group.command("revoke")
@click.argument("name")
def revoke_command(name: str) -> None:
    """Let the key of this name in no more."""
    start.start()
    start.migrate()
    from django.utils.translation import gettext as _

    from loiste.sources.inbox.keys import revoke_key
    from loiste.sources.models import Key

    start.allow("connect")
    key = Key.objects.filter(name=name, revoked_at=None).first()
    if key is None:
        start.fail(_("There is no key called %(name)s.") % {"name": name})
    revoke_key(key, by=start.actor(), now=start.now())
    click.echo(_("%(name)s lets nobody in from now on.") % {"name": name}, err=True)


@click.command("source")
@click.argument("name")
@click.option("--create/--no-create", default=None, help="Make the accounts and contacts that events name.")
@click.option("--attribute", help="The attribute of accounts that holds the sender's ids.")
@click.option("--group-type", help="PostHog: which type of group is the account.")
def source_command(name: str, create: bool | None, attribute: str | None, group_type: str | None) -> None:
    """Change how the events of a source are read, and show its settings."""
    start.start()
    start.migrate()
    from django.utils.translation import gettext as _

    from loiste.sources.inbox.keys import set_source
    from loiste.sources.models import Source

    start.allow("connect")
    source = Source.objects.filter(name=name).first()
    if source is None:
        start.fail(_("There is no source called %(name)s; loiste key add makes one.") % {"name": name})
    asked: dict[str, Any] = {"create": create, "attribute": attribute, "group_type": group_type}
    changes = {key: value for key, value in asked.items() if value is not None}
    if changes:
        set_source(source, changes, by=start.actor(), now=start.now())
    start.print_json({"name": source.name, "settings": source.settings})
