"""What is done with an alert from a page: each calls one verb, says what came of it, and goes back."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loiste.accounts.models import User
from loiste.judgement import alert_verbs
from loiste.judgement import flags as flag_verbs
from loiste.judgement.doors import alert_for
from loiste.judgement.models import Alert
from loiste.pages.alerts.wish import NAMES
from loiste.pages.flags import wish as flags
from loiste.pages.here import home, now, organisation
from loiste.pages.home.wish import NAMES as HOME_NAMES

Deed = Callable[..., None]


def done(
    request: HttpRequest, public_id: str, deed: Deed, *words: object, undo: bool = True, said: str = ""
) -> HttpResponse:
    """Does it; where it cannot be done, says why."""
    user, moment = cast(User, request.user), now()
    one = alert_for(user, public_id)
    try:
        deed(one, *words, by=user, now=moment, today=organisation().today(moment))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back(request, one))
    if not undo:
        messages.success(request, said or _("Taken back; it is open again."))
    return redirect(back(request, one, undo=public_id if undo else ""))


def back(request: HttpRequest, one: Alert, undo: str = "") -> str:
    """The list of alerts or flags or the home page as it was asked for, or the account's page: where it was done."""
    place, said = request.POST.get("from"), QueryDict(request.POST.get("query", ""))
    if place == "account":
        return address(reverse("account", args=[one.account.public_id]), {"undo": undo}, "#alerts")
    if place == "home":
        return address(reverse("home"), picked(said, HOME_NAMES) | {"undo": undo}, "#alerts")
    if place == "flags":
        return address(reverse("flags"), picked(said, (*flags.NAMES, "page")) | {"undo": undo})
    return address(reverse("alerts"), picked(said, (*NAMES, "page")) | {"undo": undo})


def picked(said: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    return {name: said.get(name, "") for name in names}


def address(path: str, query: dict[str, str], anchor: str = "") -> str:
    """Without what is empty."""
    kept = urlencode({name: value for name, value in query.items() if value})
    return path + (f"?{kept}" if kept else "") + anchor


@require_POST
@login_required
def snooze(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, alert_verbs.snooze, until(request), request.POST.get("reason", ""))


def until(request: HttpRequest) -> date:
    """The day that the form names; one that cannot be read is refused like one that is past."""
    try:
        return date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return date.min


@require_POST
@login_required
def wake(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, alert_verbs.wake, undo=False)


@require_POST
@login_required
def not_useful(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, alert_verbs.mark_not_useful, request.POST.get("reason", ""))


@require_POST
@login_required
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, alert_verbs.close_alert, request.POST.get("reason", ""))


@require_POST
@login_required
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, alert_verbs.reopen, undo=False)


@require_POST
@login_required
def take_up(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, flag_verbs.take_up, request.POST.get("reason", ""))


@require_POST
@login_required
def put_back(request: HttpRequest, public_id: str) -> HttpResponse:
    return done(request, public_id, flag_verbs.put_back, undo=False)


@require_POST
@login_required
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own flag; the form asks before."""
    deed = partial(flag_verbs.withdraw_flag, home())
    return done(request, public_id, deed, undo=False, said=_("The flag is withdrawn."))
