"""What people decide by hand on an account's page: its tier, until when and why; its strategic weight."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loiste.accounts.doors import account_for
from loiste.accounts.models import Account, User
from loiste.judgement import by_hand
from loiste.pages import here
from loiste.pages.account.views import look_of, page

WRONG = 422  # a form that could not be saved comes back with what was written
Deed = Callable[[HttpRequest, Account, dict[str, Any]], str]


def deed(name: str) -> Callable[[Deed], Callable[..., HttpResponse]]:
    """A view that decides something of one account, and goes back to its page; a wrong form comes back as it was."""

    def made(act: Deed) -> Callable[..., HttpResponse]:
        @require_POST
        @login_required
        def view(request: HttpRequest, public_id: str) -> HttpResponse:
            by, now = cast(User, request.user), here.now()
            one, when = account_for(by, public_id), {"by": by, "now": now, "day": here.organisation().today(now)}
            try:
                messages.success(request, act(request, one, when))
            except ValidationError as error:
                wrong = {"standing_wrong": name, "standing_error": error.messages[0], "typed": request.POST}
                return page(request, look_of(request, one), status=WRONG, **wrong)
            return redirect(reverse("account", args=[public_id]) + "#tier")

        return view

    return made


@deed("tier")
def tier(request: HttpRequest, one: Account, when: dict[str, Any]) -> str:
    typed = request.POST
    until = day(typed.get("until", ""))
    by_hand.except_tier(one, typed.get("tier", ""), reason=typed.get("reason", ""), until=until, **when)
    return _("Saved. The tier holds as you said, whatever the rules say.")


@deed("end")
def end(request: HttpRequest, one: Account, when: dict[str, Any]) -> str:
    by_hand.end_tier_exception(one, **when)
    return _("The tier holds by the rules again.")


@deed("weight")
def weight(request: HttpRequest, one: Account, when: dict[str, Any]) -> str:
    by_hand.weigh(one, number(request.POST.get("weight", "")), reason=request.POST.get("reason", ""), **when)
    return _("Saved. Rules read the weight from the next day that is judged.")


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValidationError(_("The day cannot be read; write it like 2026-10-31.")) from error


def number(text: str) -> int | None:
    """None takes the weight away; what is no number is none of the weights."""
    return None if not text else int(text) if text.isascii() and text.isdigit() else 0
