"""Mappings under a name, so that next month's file is read like this month's."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.sources.models import Import, SavedMapping
from loiste.sources.wizard.asked import settings_of
from loiste.sources.wizard.headings import plain

LONGEST = 100


def save_mapping(run: Import, name: str, *, by: Actor, now: datetime) -> SavedMapping:
    """Keeps how an import read its file. ValidationError when the name is missing or taken.

    Layouts of dates are kept as they were found, so next month's file need not tell them again.
    """
    check(by, Right.IMPORT)
    settings = settings_of(run)
    settings.pop("encoding", None)  # found out anew: the next file may be written by another program
    with transaction.atomic():
        name = checked_name(name, None)
        found = SavedMapping.objects.create(
            name=name, kind=run.kind, header=run.header, settings=settings, by=by.label, at=now
        )
        note(found, "mapping.save", None, {"name": name, "kind": run.kind}, by=by, now=now)
    return found


def checked_name(name: str, own: SavedMapping | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Give the mapping a name, as Monthly invoicing."))
    if len(name) > LONGEST:
        raise ValidationError(_("The name is longer than %(count)s letters; shorten it.") % {"count": LONGEST})
    if SavedMapping.objects.filter(name__iexact=name).exclude(pk=own.pk if own else 0).exists():
        raise ValidationError(_("There is a mapping called %(name)s already; choose another name.") % {"name": name})
    return name


def note(one: SavedMapping, action: str, before: Any, after: Any, *, by: Actor, now: datetime) -> None:
    audit.write(by, action, one.public_id, now, before=before, after=after)


def rename_mapping(one: SavedMapping, name: str, *, by: Actor, now: datetime) -> None:
    check(by, Right.IMPORT)
    with transaction.atomic():
        name, before = checked_name(name, one), one.name
        if name != before:
            one.name = name
            one.save(update_fields=["name"])
            note(one, "mapping.rename", {"name": before}, {"name": name}, by=by, now=now)


def delete_mapping(one: SavedMapping, *, by: Actor, now: datetime) -> None:
    """Imports made with it stay as they are."""
    check(by, Right.IMPORT)
    with transaction.atomic():
        note(
            one, "mapping.delete", {"name": one.name, "kind": one.kind, "settings": one.settings}, None, by=by, now=now
        )
        one.delete()


def mark_used(one: SavedMapping, now: datetime) -> None:
    """The one used last is offered first."""
    SavedMapping.objects.filter(pk=one.pk).update(used_at=now)


def alike(kind: str, header: list[str]) -> SavedMapping | None:
    """The mapping made for a file with the same headings, in whatever order; the one used last."""
    wanted = sorted(map(plain, header))
    mappings = SavedMapping.objects.filter(kind=kind).order_by("-used_at", "-at")
    return next((one for one in mappings if sorted(map(plain, one.header)) == wanted), None)
