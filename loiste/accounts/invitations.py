"""Asking somebody into the team: a link that is signed, holds for a week and lets in once."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.actors import Machine
from loiste.accounts.models import Account, Invitation, Role, User
from loiste.accounts.permissions import Actor, Right, check
from loiste.accounts.team import add_user

HOLDS = timedelta(days=7)
signer = Signer(salt="loiste.invitation", sep=".")


def invite(email: str, *, name: str, role: str, by: Actor, now: datetime, language: str = "") -> tuple[Invitation, str]:
    """The invitation and its token, for `/invitation/TOKEN/`. An open one to the same address no longer holds.

    ValidationError when the address is none, or is in the team, or the role is none.
    """
    check(by, Right.TEAM)
    email = email.strip().lower()
    validate_email(email)
    if role not in Role.values:
        raise ValidationError(_("There is no such role; choose one from the list."))
    if User.objects.filter(email=email).exists():
        raise ValidationError(_("%(email)s is in the team already.") % {"email": email})
    with transaction.atomic():
        Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
        made = Invitation.objects.create(
            email=email, name=name.strip(), role=role, language=language, by=by.name or by.label, at=now,
            until=now + HOLDS,
        )  # fmt: skip
        after = {"email": email, "role": role}
        audit.write(by, "invitation.make", made.public_id, now, after=after)
    return made, signer.sign(made.public_id)


def withdraw(invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """Its link lets nobody in from now on. Does nothing when it was used or withdrawn already."""
    check(by, Right.TEAM)
    with transaction.atomic():
        if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now):
            audit.write(by, "invitation.withdraw", invitation.public_id, now)


def waiting(now: datetime) -> QuerySet[Invitation]:
    """Invitations that can be accepted at `now`, the newest first."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, until__gt=now).order_by("-at", "-pk")


def opened(token: str, now: datetime) -> Invitation | None:
    """The invitation of a link that still holds; None when it is forged, used, withdrawn or too old."""
    try:
        public_id = signer.unsign(token)
    except BadSignature:
        public_id = ""  # looked up all the same: a forged link takes as long as one that no longer holds
    return waiting(now).filter(public_id=public_id).first()


def accept(token: str, *, name: str, password: str | None, now: datetime) -> User:
    """Makes the person; ValidationError when the link no longer holds, or the name or the password will not do.

    `password` None where only OpenID Connect signs people in.
    """
    if not name.strip():
        raise ValidationError(_("Write your name."))
    with transaction.atomic():
        found = opened(token, now)
        # The update is the lock: of two who press at once, one finds nothing left to take.
        if found is None or not Invitation.objects.filter(pk=found.pk, accepted_at=None).update(accepted_at=now):
            raise ValidationError(_("This invitation no longer holds; ask for a new one."))
        if name.strip() != found.name and is_taken(name.strip()):
            raise ValidationError(_("Somebody here goes by that name; add something that tells you apart."))
        by = Machine(found.email, origin="invitation")  # with the rights of whoever invited
        user = add_user(found.email, name=name.strip(), role=found.role, password=password, by=by, now=now)
        if found.language:
            user.language = found.language
            user.save(update_fields=["language"])
        audit.write(by, "invitation.accept", found.public_id, now)
    return user


def is_taken(name: str) -> bool:
    """Whether somebody of the team or the owner of an account is called so. Accounts go by the names of their owners,
    so only an administrator gives such a name to another person, in the invitation."""
    return (
        Account.objects.filter(owner__iexact=name).exists()
        or User.objects.filter(Q(name__iexact=name) | Q(email__iexact=name)).exists()
        or any(name.casefold() == one.casefold() for user in User.objects.all() for one in user.known_as)
    )
