"""What each person of the team wants to hear of: read for all, changed by the person alone."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import User
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement.alert_list import SEVERITIES
from loiste.judgement.models import NoticeChoice
from loiste.judgement.notice_models import By, Whose
from loiste.judgement.texts import segments


@dataclass(frozen=True)
class Chosen:
    """As NoticeChoice has it; hours 0-23."""

    whose: str = Whose.OWN
    segment: str = ""
    least: str = "low"
    shown: bool = True
    mail: str = By.OFF
    digest_hour: int = 8
    quiet_from: int | None = None
    quiet_until: int | None = None


def choice_of(user: User) -> NoticeChoice:
    """What the person chose; the defaults, not stored, when they chose nothing."""
    return NoticeChoice.objects.filter(user=user).first() or NoticeChoice(user=user)


def choose_notices(user: User, chosen: Chosen, *, by: Actor, now: datetime) -> NoticeChoice:
    """Keeps it; it holds of what turns from now on. ValidationError for what nobody can choose."""
    check(by, Right.LOOK)
    if by != user:
        raise PermissionDenied(_("Everyone chooses their notices themselves."))
    verify(chosen)
    before = said(choice_of(user))
    with transaction.atomic():
        row, _made = NoticeChoice.objects.update_or_create(user=user, defaults=asdict(chosen))
        if before != said(row):
            audit.write(by, "notices.choose", user.public_id, now, before=before, after=said(row))
    return row


def said(choice: NoticeChoice) -> dict[str, object]:
    return {name: getattr(choice, name) for name in asdict(Chosen())}


def verify(chosen: Chosen) -> None:
    if chosen.whose not in Whose.values or chosen.mail not in By.values or chosen.least not in SEVERITIES:
        raise ValidationError(_("That cannot be chosen; choose from the lists."))
    if chosen.segment and chosen.segment not in segments():
        raise ValidationError(_("There is no such segment; choose one from the list."))
    hours = (chosen.digest_hour, chosen.quiet_from, chosen.quiet_until)
    if any(hour is not None and not 0 <= hour < 24 for hour in hours):
        raise ValidationError(_("Hours go from 0 to 23."))
    if (chosen.quiet_from is None) != (chosen.quiet_until is None):
        raise ValidationError(_("Name both the hour at which it gets quiet and the one at which that ends."))
    if chosen.quiet_from is not None and chosen.quiet_from == chosen.quiet_until:
        raise ValidationError(_("Quiet hours that end as they begin are none; leave both empty, or change one."))
