"""Overrides: a person's score in the place of the machine's, with a reason and an end. Scores are never touched."""

from datetime import date, datetime, timedelta
from math import isfinite

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import NOTHING, Actor, Right, check
from loiste.judgement.keeping import stand_anew
from loiste.judgement.models import Override, Score

MOST_DAYS = 366  # who is surer than that changes the model
MOST_WORDS = 1000


def overrides_for(by: Actor) -> QuerySet[Override]:
    """Overrides of the accounts that `by` may see, the newest first."""
    sight = by.sight()
    found = Override.objects.filter(sight.where("account__"), account__merged_into=None)
    return (found if sight != NOTHING else found.none()).select_related("account", "author", "ended_by").order_by("-id")


def holding(account: Account, day: date) -> Override | None:
    """The override that holds at the end of that day; None when what the machine says is shown."""
    running = Q(ended_on=None) | Q(ended_on__gt=day)
    found = Override.objects.filter(running, account=account, day__lte=day, expires__gte=day)
    return found.select_related("author").order_by("-id").first()


def override_score(
    account: Account, *, score: float, reason: str, expires: date, by: Actor, now: datetime, today: date
) -> Override:
    """Shows `score` (0-100) from today to the end of `expires`; one that held before is ended. ValidationError."""
    check(by, Right.CHANGE, [account])
    refuse(score, reason.strip(), expires, today)
    with transaction.atomic():
        one_at_a_time(account)
        before = holding(account, today)
        if before is not None:
            close(before, by, now, today)
        made = Override.objects.create(
            account=account, author=person(by), reason=reason.strip(), score=score, machine=machine(account, today),
            at=now, day=today, expires=expires,
        )  # fmt: skip
        stand_anew(account.pk, today)
        audit.write(
            by, "health.override", account.public_id, now, before=before and told(before), after=told(made)
        )  # fmt: skip
    return made


def end_override(override: Override, *, by: Actor, now: datetime, today: date) -> None:
    """What the machine says is shown from today on. Does nothing when the override holds no more."""
    account = override.account
    check(by, Right.CHANGE, [account])
    with transaction.atomic():
        one_at_a_time(account)
        override.refresh_from_db(fields=["ended_on"])
        if override.ended_on is None and override.expires >= today:
            before = told(override)
            close(override, by, now, today)
            stand_anew(account.pk, today)
            audit.write(by, "health.override_end", account.public_id, now, before=before, after=told(override))


def one_at_a_time(account: Account) -> None:
    """Others who change the account's overrides wait until this transaction is over."""
    list(Account.objects.select_for_update().filter(pk=account.pk).values_list("pk"))


def refuse(score: float, reason: str, expires: date, today: date) -> None:
    """ValidationError when one of these cannot be taken."""
    if not isfinite(score) or not 0 <= score <= 100:
        raise ValidationError({"score": _("Write a score from 0 to 100.")})
    if not reason:
        raise ValidationError({"reason": _("Write why, for those who come after you.")})
    if len(reason) > MOST_WORDS:
        raise ValidationError({"reason": _("Write at most %(most)d characters.") % {"most": MOST_WORDS}})
    last = today + timedelta(days=MOST_DAYS)
    if not today <= expires <= last:
        words = {"first": today.isoformat(), "last": last.isoformat()}
        raise ValidationError({"expires": _("Choose a day from %(first)s to %(last)s.") % words})


def close(override: Override, by: Actor, now: datetime, today: date) -> None:
    override.ended_at, override.ended_on, override.ended_by = now, today, person(by)
    override.save(update_fields=["ended_at", "ended_on", "ended_by"])


def machine(account: Account, day: date) -> float | None:
    """What the machine said of that day; None where it said nothing."""
    said = said_of(account, day)
    return said.score if said else None


def said_of(account: Account, day: date) -> Score | None:
    """The score row that held on that day."""
    return Score.objects.filter(account=account, as_of__lte=day).order_by("-as_of").first()


def person(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def told(override: Override) -> dict[str, object]:
    """As the audit log says it."""
    days = {name: getattr(override, name) for name in ("day", "expires", "ended_on")}
    shown = {"score": override.score, "machine": override.machine, "reason": override.reason}
    return {**shown, **{name: day and day.isoformat() for name, day in days.items()}}
