"""Changing versioned texts: who may, what is checked, and what the audit log says of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import User
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement import checks
from loiste.judgement.kinds import ALERT, FIT, HEALTH, KEY_ACCOUNT, QUADRANT, SEGMENT, TIER, Kind
from loiste.judgement.models import Version
from loiste.judgement.texts import SHIPPED, every, version
from loiste.judgement.words import BadText, Part, dump, parse

T = TypeVar("T", bound=Part)
MEANWHILE = "meanwhile"  # the code of the error that somebody else was quicker
CHECKS: dict[str, Callable[[Any], None]] = {
    SEGMENT.name: checks.segment, HEALTH.name: checks.health, TIER.name: checks.tier,
    KEY_ACCOUNT.name: checks.key_account, FIT.name: checks.fit, ALERT.name: checks.alert,
    QUADRANT.name: checks.quadrant,
}  # fmt: skip


def change_text(
    kind: Kind[Any], yaml: str, *, by: Actor, now: datetime, because: str = "", origin: str = ""
) -> Version | None:
    """Adds a version of the text that the YAML describes; None when it says what the last one says.

    ValidationError when the text cannot be used; `origin` names it there. What was judged before stays as it was said.
    """
    check(by, Right.SETTINGS)
    text = checked(kind, yaml, origin)
    with transaction.atomic():
        before = every(kind).get(text.key)
        if before is not None and before.text == text:
            return None
        number = (before.version if before else SHIPPED) + 1
        made = Version.objects.create(
            kind=kind.name, text_key=text.key, number=number, text=yaml, at=now, because=because.strip(),
            by=by if isinstance(by, User) else None,
        )  # fmt: skip
        audit.write(
            by, f"{kind.name}.change", text.key, now, after={"version": number, "text": yaml},
            before=before and {"version": before.version, "text": before.yaml},
        )  # fmt: skip
    return made


def adopt(kind: Kind[Any], yaml: str, *, key: str, seen: int | None, because: str, by: Actor, now: datetime) -> Version:
    """The next version of the text `key`, with a reason. `seen`: the version that its writer began from, or None.

    ValidationError when it cannot be used, says nothing new, or somebody else has saved one meanwhile.
    """
    check(by, Right.SETTINGS)
    if not because.strip():
        raise ValidationError(_("Write why you change it; others will ask later."))
    if checked(kind, yaml).key != key:
        said = _("The key of this text is %(key)s and stays so; make a new one for another key.")
        raise ValidationError(said % {"key": key})
    said = _("Somebody saved another version meanwhile; look at the versions, then save again.")
    meanwhile = ValidationError(said, code=MEANWHILE)
    try:
        with transaction.atomic():
            last = every(kind).get(key)
            if (last.version if last else None) != seen:
                raise meanwhile
            made = change_text(kind, yaml, by=by, now=now, because=because)
    except IntegrityError as error:  # at the very same moment
        raise meanwhile from error
    if made is None:
        raise ValidationError(_("That says the same as the version that holds; nothing was saved."))
    return made


def restore(kind: Kind[Any], key: str, number: int, *, because: str, by: Actor, now: datetime) -> Version:
    """A new version with the text of an earlier one; ValidationError when there is none of this number."""
    check(by, Right.SETTINGS)
    old, last = version(kind, key, number), every(kind).get(key)
    if old is None or last is None:
        raise ValidationError(_("There is no version %(number)d of %(key)s.") % {"number": number, "key": key})
    return adopt(kind, old.yaml, key=key, seen=last.version, because=because, by=by, now=now)


def switch_text(kind: Kind[Any], key: str, *, on: bool, by: Actor, now: datetime) -> Version | None:
    """Switches a text off or on, as a version of its own; None when it is so already."""
    check(by, Right.SETTINGS)
    text = every(kind)[key].text
    return change_text(kind, dump(text.model_copy(update={"on": on})), by=by, now=now)


def checked(kind: Kind[T], yaml: str, origin: str = "") -> T:
    """The text that the YAML describes; ValidationError says what is wrong with it, and with what it names."""
    try:
        text = parse(kind.schema, yaml, origin or kind.folder)
    except BadText as error:
        raise ValidationError(str(error)) from error
    CHECKS[kind.name](text)
    return text
