"""Erasing a person: the signals stay under a pseudonym, so that numbers stay; all else that tells of them goes.

Asking for it hides the person at once. The rest is done in small steps by the worker (or a command), and goes on after
any end of the process from where it was.
"""

from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit, identities
from loiste.accounts.permissions import Actor, Right, check
from loiste.accounts.projection import project
from loiste.accounts.suppression import PREFIX, new_pseudonym, suppress, suppressed
from loiste.privacy import rows, signals, who
from loiste.privacy.models import Erasure, State
from loiste.privacy.person import Person


def erase(person: Person, *, by: Actor, now: datetime) -> Erasure:
    """Begins to erase the person for good: from here on what comes under the same names is masked, and the contact is
    empty. The steps of `privacy.work` do the rest. ValidationError when that is under way already."""
    check(by, Right.PRIVACY)
    with transaction.atomic():
        pseudonym = pseudonym_of(person) or new_pseudonym()
        if Erasure.objects.filter(pseudonym=pseudonym).exclude(state=State.DONE).exists():
            raise ValidationError(_("They are being erased already; wait until it is done."))
        suppress(person.named(), pseudonym, now)
        counts = who.stand_in(person, pseudonym, now)
        erasure = Erasure.objects.create(
            pseudonym=pseudonym,
            by=by.label,
            at=now,
            sought=person.as_dict(),
            rows={name: count for name, count in counts.items() if count},
        )
        audit.write(by, "person.erase", pseudonym, now, after={"erasure": erasure.public_id})
    return erasure


def pseudonym_of(person: Person) -> str | None:
    """Under which the person is known when something of them was left or has come since."""
    hidden = suppressed()
    known = {ref for _source, ref in person.refs if ref.startswith(PREFIX)}
    return min(known | set(filter(None, map(hidden.look, person.named()))), default=None)


def erase_as(home: Path, person: Person, pseudonym: str, *, now: datetime) -> None:
    """All at once, for a copy that is being restored; in the transaction of the caller."""
    suppress(person.named(), pseudonym, now)
    who.stand_in(person, pseudonym, now)
    rows.erase(home, person, pseudonym)
    signals.erase(home, person, pseudonym, now)
    who.stand_alone(person, pseudonym)
    identities.forget()
    project(home, as_of=now.date(), touched=[pseudonym])
    identities.forget()
    # What a copy brought of an erasure under way is done with.
    Erasure.objects.filter(pseudonym=pseudonym).exclude(state=State.DONE).update(sought={}, state=State.PACKING)
