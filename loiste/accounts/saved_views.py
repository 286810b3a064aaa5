"""What can be done to saved views of the list of accounts. Each verb owns its permission, checks and audit line."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import Role, User, View
from loiste.accounts.permissions import Right, check

LONGEST_QUERY = 2_000
MOST = 100  # views of one person


def save_view(name: str, query: str, *, shared: bool, by: User, now: datetime) -> View:
    """Keeps a list under a name. Everyone may keep lists of their own; sharing one needs the right to change."""
    if shared:
        check(by, Right.SHARE)
    if View.objects.filter(owner=by).count() >= MOST:
        raise ValidationError(_("You have %(count)s saved views; delete one first.") % {"count": MOST})
    view = View(name=checked(name, by, None), query=query[:LONGEST_QUERY], shared=shared, owner=by)
    with transaction.atomic():
        view.save()
        write(view, "view.save", None, {"name": view.name, "shared": shared}, by, now)
    return view


def rename_view(view: View, name: str, *, by: User, now: datetime) -> None:
    """Gives the view another name."""
    check_own(view, by)
    before, view.name = view.name, checked(name, view.owner, view)
    with transaction.atomic():
        view.save(update_fields=["name"])
        write(view, "view.rename", {"name": before}, {"name": view.name}, by, now)


def delete_view(view: View, *, by: User, now: datetime) -> None:
    """Forgets the view; no account changes."""
    check_own(view, by)
    with transaction.atomic():
        write(view, "view.delete", {"name": view.name, "query": view.query, "shared": view.shared}, None, by, now)
        view.delete()


def set_default(view: View, value: bool, *, by: User, now: datetime) -> None:
    """Makes it the list that its owner sees first, or no longer so. A person has one at most."""
    if view.owner_id != by.pk:
        raise PermissionDenied(_("Only your own saved view can be your first one; save it under a name of yours."))
    with transaction.atomic():
        View.objects.filter(owner=by, default=True).update(default=False)
        View.objects.filter(pk=view.pk).update(default=value)
        write(view, "view.default", {"default": view.default}, {"default": value}, by, now)


def check_own(view: View, by: User) -> None:
    """Own views, and for administrators those that are shared."""
    if view.owner_id != by.pk and not (view.shared and by.role == Role.ADMIN):
        raise PermissionDenied(_("This view is someone else's; save it under a name of yours to change it."))


def checked(name: str, owner: User, view: View | None) -> str:
    text = " ".join(name.split())
    if not text or len(text) > 100:
        raise ValidationError(_("Give the view a name of at most 100 characters."))
    same = View.objects.filter(owner=owner, name=text)
    if (same.exclude(pk=view.pk) if view else same).exists():
        raise ValidationError(_("There is a view %(name)s already; give another name.") % {"name": text})
    return text


def write(
    view: View, action: str, before: dict[str, object] | None, after: dict[str, object] | None, by: User, now: datetime
) -> None:
    audit.write(by, action, view.public_id, now, before=before, after=after)
