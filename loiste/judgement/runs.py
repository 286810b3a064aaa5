"""Rehearsals that people ask for on a page: what is asked, whether it is sound, and what was told of it before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import User
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement.kinds import HEALTH
from loiste.judgement.leaving import DEFINITIONS
from loiste.judgement.models import Run, RunState
from loiste.judgement.rehearsal import days
from loiste.judgement.texts import Model, models, version

DEFAULT = "default"  # the models in force, each for its accounts
MOST_LOOKS, MOST_LEAD = 60, 730
KEPT = 200  # the newest; older ones are let go
BUSY = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True)
class Wish:
    """What is to be rehearsed. `model`: a key with the number of its version, or DEFAULT."""

    model: str
    version: int
    first: date
    last: date
    churn: str
    lead: int
    every: int = 28

    def texts(self) -> Sequence[Model]:
        """The models that it is about; none when there is no such version."""
        found = models() if self.model == DEFAULT else [version(HEALTH, self.model, self.version)]
        return [one for one in found if one is not None]


def sound(wish: Wish, today: date) -> None:
    """ValidationError says what cannot be rehearsed so."""
    if wish.first > wish.last or wish.last > today:
        raise ValidationError(_("Choose a first day that is not after the last, and a last day up to today."))
    if wish.churn not in DEFINITIONS or not 1 <= wish.lead <= MOST_LEAD or not 1 <= wish.every <= 366:
        raise ValidationError(_("Choose from 1 to %(days)d days within which they leave.") % {"days": MOST_LEAD})
    if len(days(wish.first, wish.last, wish.every)) > MOST_LOOKS:
        said = _("That is more than %(most)d days to look at; choose a later first day.")
        raise ValidationError(said % {"most": MOST_LOOKS})
    if not wish.texts():
        raise ValidationError(_("There is no such version of the model; choose one of those under versions."))


def newest(wish: Wish) -> Run | None:
    """The newest rehearsal of just this."""
    asked = {name: getattr(wish, name) for name in ("model", "first", "last", "churn", "lead", "every")}
    wanted = {one.text.key: one.version for one in wish.texts()}
    found = Run.objects.filter(**asked).select_related("by").order_by("-asked_at", "-id")
    return next((run for run in found if run.versions == wanted), None)


def ask(wish: Wish, *, today: date, by: Actor, now: datetime) -> Run:
    """Puts a rehearsal in line, or returns the one of just this that is in line already."""
    check(by, Right.SETTINGS)
    sound(wish, today)
    with transaction.atomic():
        before = newest(wish)
        if before is not None and before.state in BUSY:
            return before
        versions = {one.text.key: one.version for one in wish.texts()}
        said = {name: getattr(wish, name) for name in ("first", "last", "churn", "lead", "every")}
        made = Run.objects.create(
            model=wish.model, versions=versions, asked_at=now, by=by if isinstance(by, User) else None,
            total=len(days(wish.first, wish.last, wish.every)), **said,
        )  # fmt: skip
        told = {"versions": versions, **said, "first": wish.first.isoformat(), "last": wish.last.isoformat()}
        audit.write(by, "health_model.rehearse", wish.model, now, after=told)
        let_go()
    return made


def let_go() -> None:
    """Those that are older than the newest KEPT."""
    kept = Run.objects.order_by("-id").values_list("id", flat=True)[KEPT - 1 : KEPT]
    Run.objects.filter(id__lt=next(iter(kept), 0)).exclude(state__in=BUSY).delete()
