"""What people decide about an account against the rules, or where there is none: its tier, its strategic weight."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement.models import Place, StrategicWeight, TierException
from loiste.judgement.promise import Heard, both
from loiste.judgement.promised import TierText, tiers

WEIGHTS = (1, 2, 3, 4, 5)
LONGEST = 1000


def except_tier(
    account: Account, tier: str, *, reason: str, until: date | None, day: date, by: Actor, now: datetime
) -> TierException:
    """The account belongs to this tier whatever the rules say, from the organisation's `day` until `until` inclusive,
    or until it is taken back. ValidationError says what is wrong. Takes the place of an earlier exception.
    """
    check(by, Right.CHANGE, [account])
    there = {one.text.key: one for one in tiers()}
    if tier not in there:
        words = {"tier": tier, "known": ", ".join(there)}
        raise ValidationError(_("There is no tier %(tier)s; choose one of: %(known)s.") % words)
    if until is not None and until < day:
        raise ValidationError(_("The last day is over already; choose a later one, or none."))
    said = {"tier": tier, "reason": reasoned(reason), "until": until}
    with transaction.atomic():
        before = ended(account, now)
        made = TierException.objects.create(account=account, day=day, at=now, by=person(by), **said)
        audit.write(by, "account.tier_exception", account.public_id, now, before=before, after=plainly(made))
        hold(account, there[tier], day, by_hand=True)
    return made


def end_tier_exception(account: Account, *, day: date, by: Actor, now: datetime) -> None:
    """The rules hold again. Nothing when there is no exception."""
    check(by, Right.CHANGE, [account])
    with transaction.atomic():
        before = ended(account, now)
        if before is None:
            return
        audit.write(by, "account.tier_by_rule", account.public_id, now, before=before)
        ruled = Place.objects.filter(account=account).values_list("ruled", flat=True).first()
        hold(account, next((one for one in tiers() if one.text.key == ruled), None), day, by_hand=False)


def weigh(account: Account, weight: int | None, *, reason: str, day: date, by: Actor, now: datetime) -> StrategicWeight:
    """Sets the strategic weight from `day` on, 1-5; None takes it away. ValidationError for other numbers."""
    check(by, Right.CHANGE, [account])
    if weight is not None and weight not in WEIGHTS:
        raise ValidationError(_("The weight is a whole number from %(least)d to %(most)d.") % ends())
    why = reasoned(reason)
    with transaction.atomic():
        before = StrategicWeight.objects.filter(account=account).order_by("id").last()
        made = StrategicWeight.objects.create(
            account=account, weight=weight, reason=why, day=day, at=now, by=person(by)
        )
        audit.write(
            by, "account.weight", account.public_id, now, after={"weight": weight, "reason": why},
            before=before and {"weight": before.weight},
        )  # fmt: skip
    return made


def ends() -> dict[str, int]:
    return {"least": WEIGHTS[0], "most": WEIGHTS[-1]}


def reasoned(reason: str) -> str:
    """The reason without the space around it; ValidationError for none: who reads it later was not there."""
    if not reason.strip():
        raise ValidationError(_("Write the reason; others will want to know."))
    return reason.strip()[:LONGEST]


def person(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def ended(account: Account, now: datetime) -> dict[str, str | None] | None:
    """Ends the exception that stands and returns what it said; None when none stands."""
    one = TierException.objects.select_for_update().filter(account=account, ended_at=None).first()
    if one is None:
        return None
    TierException.objects.filter(pk=one.pk).update(ended_at=now)
    return plainly(one)


def plainly(one: TierException) -> dict[str, str | None]:
    return {"tier": one.tier, "reason": one.reason, "until": one.until.isoformat() if one.until else None}


def hold(account: Account, tier: TierText | None, day: date, *, by_hand: bool) -> None:
    """Lists and sums follow at once; the day's judgement stays as it was said, and the next one tells of the change."""
    place = Place.objects.filter(account=account).first()
    if place is None:
        return
    found = both(
        tier.text if tier else None, Heard(place.contact_on, place.contact_from),
        Heard(place.meeting_on, place.meeting_from), customer=place.customer,
        signed_up_on=place.signed_up_on, as_of=day,
    )  # fmt: skip
    key, version = (tier.text.key, tier.version) if tier else ("", 0)
    Place.objects.filter(pk=place.pk).update(tier=key, version=version, by_hand=by_hand, **found._asdict())
