"""One account's health explained, overridden, and given back to the machine."""

from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.middleware import HtmxDetails

from loiste.accounts.doors import account_for
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import Right, may
from loiste.judgement import explained
from loiste.judgement.keeping import last_judged
from loiste.judgement.overrides import MOST_DAYS, MOST_WORDS, end_override, override_score, overrides_for
from loiste.judgement.pieces import Piece, reasons
from loiste.organisation.config import Organisation
from loiste.pages.account.by_hand import WRONG
from loiste.pages.account.wish import day_or_none
from loiste.pages.health import words
from loiste.pages.health.board import board, days
from loiste.pages.health.standing import standing
from loiste.pages.here import home, now, organisation
from loiste.pages.quadrant.of_account import place

USUAL_DAYS = 30  # for which an override is offered
MOST_PAST = 20


def asked(request: HttpRequest, public_id: str) -> tuple[User, Account]:
    user = cast(User, request.user)
    return user, account_for(user, public_id)


@require_GET
@login_required
def health(request: HttpRequest, public_id: str) -> HttpResponse:
    user, one = asked(request, public_id)
    if cast(HtmxDetails, request.htmx) and request.GET.get("part") == "reasons":  # type: ignore[attr-defined]
        return render(request, "health/_reasons.html", why(request, one))
    return page(request, user, one)


def page(request: HttpRequest, user: User, one: Account, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page; `more` is what was written into a form that could not be saved."""
    ours = organisation()
    today = ours.today(now())
    first, last = days(request.GET, one, today)
    overrides = list(overrides_for(user).filter(account=one)[:MOST_PAST])
    context = {
        "account": one, "board": board(explained.one(home(), ours, one), first, last, today), "zone": ours.zone,
        "standing": standing(one, today, today=today), "overrides": overrides, "first": first, "last": last,
        "today": today, "may_change": may(user, Right.CHANGE), "usual": today + timedelta(days=USUAL_DAYS),
        "latest": today + timedelta(days=MOST_DAYS), "most_words": MOST_WORDS, "cornered": place(one, today),
    }  # fmt: skip
    return render(request, "health/page.html", context | more, status=status)


def why(request: HttpRequest, one: Account) -> dict[str, Any]:
    """The reasons as of the day that the address asks for."""
    return strongest(one, day_or_none(request.GET, "to") or organisation().today(now()))


def strongest(one: Account, upto: date) -> dict[str, Any]:
    """The strongest reasons for what was said last by a day: up and down."""
    ours, day = organisation(), last_judged(upto)
    side = explained.why(explained.one(home(), ours, one), day) if day else None
    up, down = reasons(side.pieces) if side else ([], [])
    return {"account": one, "up": told(up, ours), "down": told(down, ours), "side": side}


def told(pieces: list[Piece], ours: Organisation) -> list[dict[str, Any]]:
    return [
        {
            "name": words.name(one.component), "value": words.value(one, ours), "lift": words.points(one.lift),
            "against": words.against(one.component), "rests": words.RESTS[one.rests],
        }
        for one in pieces
    ]  # fmt: skip


@require_POST
@login_required
def override(request: HttpRequest, public_id: str) -> HttpResponse:
    user, one = asked(request, public_id)
    moment = now()
    today = organisation().today(moment)
    score, reason, expires = (request.POST.get(name, "") for name in ("score", "reason", "expires"))
    try:
        override_score(
            one, score=number(score), reason=reason, expires=day(expires), by=user, now=moment, today=today
        )  # fmt: skip
    except ValidationError as error:
        wrong = {"errors": error.message_dict, "score": score, "reason": reason, "expires": expires}
        return page(request, user, one, status=WRONG, **wrong)
    messages.success(request, _("Saved. Your score is shown; the machine's is kept beside it."))
    return redirect("account_health", public_id)


def number(text: str) -> float:
    """NaN, which is refused below, for what is no number."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


def day(text: str) -> date:
    """A day long gone, which is refused below, for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


@require_POST
@login_required
def override_end(request: HttpRequest, public_id: str, override_id: str) -> HttpResponse:
    user, one = asked(request, public_id)
    found = get_object_or_404(overrides_for(user), account=one, public_id=override_id)
    moment = now()
    end_override(found, by=user, now=moment, today=organisation().today(moment))
    messages.success(request, _("Ended. The machine's score is shown."))
    return redirect("account_health", public_id)
