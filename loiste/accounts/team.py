"""The people who use Loiste: added, given a role and a reach, sent away, their accounts handed to another."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit, sessions
from loiste.accounts.hand import say
from loiste.accounts.models import Account, Invitation, Reach, Role, User
from loiste.accounts.permissions import Actor, Right, check

LONGEST_TEAM = 60
MOST_NAMES = 20


def add_user(email: str, *, name: str, role: str, password: str | None, by: Actor, now: datetime, **more: Any) -> User:
    """Adds a person; ValidationError when the address or the password will not do, or the person is there already.

    `more`: reach, team, known_as, as `set_place` takes them. `password` None: they sign in without one.
    """
    check(by, Right.TEAM)
    validate_email(email)
    if User.objects.filter(email=email.lower()).exists():
        raise ValidationError(_("%(email)s is in the team already.") % {"email": email})
    if password is not None:
        validate_password(password, User(email=email, name=name))
    place = checked_place(role=role, **more)
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, **place)
        audit.write(by, "user.add", user.public_id, now, after=place)
    return user


def set_place(user: User, *, by: Actor, now: datetime, **wanted: Any) -> None:
    """Changes any of role, reach, team (a name) and known_as (names under which sources call them an owner).

    ValidationError for words that are none, and where no active administrator would be left.
    """
    check(by, Right.TEAM)
    place = checked_place(**wanted)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        before = {name: getattr(user, name) for name in place}
        if place.get("role", user.role) != Role.ADMIN:
            check_not_last(user)
        for name, value in place.items():
            setattr(user, name, value)
        user.save(update_fields=list(place))
        if before != place:
            audit.write(by, "user.change", user.public_id, now, before=before, after=place)
        if before.get("role") == Role.ADMIN != user.role:
            withdraw_theirs(user, by=by, now=now)


def checked_place(**wanted: Any) -> dict[str, Any]:
    """The fields as they are stored."""
    place = dict(wanted)
    if "role" in place and place["role"] not in Role.values:
        allowed = ", ".join(Role.values)
        raise ValidationError(
            _("%(role)s is not a role; use one of: %(allowed)s.") % {"role": place["role"], "allowed": allowed}
        )
    if "reach" in place and place["reach"] not in Reach.values:
        allowed = ", ".join(Reach.values)
        raise ValidationError(
            _("%(reach)s is not a reach; use one of: %(allowed)s.") % {"reach": place["reach"], "allowed": allowed}
        )
    if "team" in place:
        place["team"] = " ".join(str(place["team"]).split())[:LONGEST_TEAM]
    if "known_as" in place:
        place["known_as"] = checked_names(place["known_as"])
    return place


def checked_names(names: Sequence[str]) -> list[str]:
    tidy = sorted({" ".join(name.split())[:200] for name in names if name.strip()})
    if len(tidy) > MOST_NAMES:
        raise ValidationError(_("A person has at most %(count)s other names.") % {"count": MOST_NAMES})
    return tidy


def check_not_last(user: User) -> None:
    """Somebody must be left who may let others in."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and user.is_active and not others.exists():
        raise ValidationError(_("This is the only administrator; make somebody else one first."))


def deactivate(user: User, *, by: Actor, now: datetime) -> None:
    """Lets the person in no more, at once; what they did stays under their name. Nothing when they are out already."""
    check(by, Right.TEAM)
    if user.is_active:
        check_not_last(user)
        set_active(user, False, by=by, now=now, action="user.deactivate")


def reactivate(user: User, *, by: Actor, now: datetime) -> None:
    """Lets the person in again, as before. Does nothing when they are active."""
    check(by, Right.TEAM)
    if not user.is_active:
        set_active(user, True, by=by, now=now, action="user.reactivate")


def set_active(user: User, value: bool, *, by: Actor, now: datetime, action: str) -> None:
    with transaction.atomic():
        user.is_active = value
        user.save(update_fields=["is_active"])
        audit.write(by, action, user.public_id, now, before={"active": not value}, after={"active": value})
        if not value:
            sessions.end_all(user)
            withdraw_theirs(user, by=by, now=now)


def withdraw_theirs(user: User, *, by: Actor, now: datetime) -> None:
    """What they invited lets nobody in any more: who may not invite must not come back by a link of their own."""
    names = {user.name, user.email} - {""}
    theirs = Invitation.objects.filter(by__in=names, accepted_at=None, withdrawn_at=None)
    audit.write_all([audit.line(by, "invitation.withdraw", one.public_id, now) for one in theirs])
    theirs.update(withdrawn_at=now)


def hand_over(home: Path, user: User, to: User, *, day: date, by: Actor, now: datetime) -> int:
    """All accounts of one person become another's from the organisation's `day` on, in one step. Returns how many."""
    check(by, Right.TEAM)
    if user.pk == to.pk or not to.is_active:
        raise ValidationError(_("Choose another person, who is active, to take the accounts over."))
    owner = to.name or to.email
    with transaction.atomic():
        theirs = list(Account.objects.filter(owner__in=user.owner_names(), merged_into=None).exclude(owner=owner))
        say(home, {one: {"owner": owner} for one in theirs}, day=day, by=by, now=now, action="account.hand_over")
        after = {"to": to.public_id, "accounts": len(theirs)}
        audit.write(by, "user.hand_over", user.public_id, now, after=after)
    return len(theirs)
