"""The form that raises a flag, from an account or from a signal of it."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loiste.accounts.doors import account_for
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import Right, check
from loiste.judgement.flags import ABOUT, FARTHEST, Said, raise_flag
from loiste.pages.account.views import look_of
from loiste.pages.account.whole_signal import Whole, whole
from loiste.pages.alerts.wish import severities
from loiste.pages.here import home, now, organisation

WRONG = 422  # a form that could not be saved comes back with what was written


@require_http_methods(["GET", "POST"])
@login_required
def raising(request: HttpRequest, public_id: str) -> HttpResponse:
    """Shows the form, or raises the flag and goes back to the account."""
    user = cast(User, request.user)
    one = account_for(user, public_id)
    check(user, Right.NOTE, [one])
    said = request.POST if request.method == "POST" else request.GET
    about = about_of(request, one, said)
    if request.method == "GET":
        return form(request, one, said, about)
    try:
        raise_flag(home(), organisation(), one, wanted(said, about), by=user, now=now())
    except ValidationError as error:
        return form(request, one, said, about, error=" ".join(error.messages), status=WRONG)
    messages.success(request, _("The flag is up. Under Flags you see what comes of it."))
    return redirect(reverse("account", args=[public_id]) + "#alerts")


def wanted(said: QueryDict, about: Whole | None) -> Said:
    """As the form says; what it names as its source counts only when the account has such a signal."""
    source = {name: said.get(name, "") for name in ABOUT} if about else {}
    return Said(
        said.get("sort", ""), said.get("reason", "").replace("\0", ""), deadline(said.get("deadline", "")),
        said.get("severity", "medium"), source,
    )  # fmt: skip


def deadline(text: str) -> date | None:
    """ValidationError for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValidationError(_("The deadline cannot be read; write it like 2026-10-31.")) from error


def about_of(request: HttpRequest, one: Account, said: QueryDict) -> Whole | None:
    """The signal that the address or the form names, if the account has it."""
    kind, id_, on = (said.get(name, "") for name in ABOUT)
    try:
        signal, day = str(UUID(id_)), date.fromisoformat(on) if on else None
    except ValueError:
        return None
    return whole(look_of(request, one), kind, signal, day)


def form(
    request: HttpRequest, one: Account, said: QueryDict, about: Whole | None, *, error: str = "", status: int = 200
) -> HttpResponse:
    today = organisation().today(now())
    context: dict[str, Any] = {
        "account": one, "about": about, "source": {name: said.get(name, "") for name in ABOUT} if about else {},
        "sort": "opportunity" if said.get("sort") == "opportunity" else "worry", "reason": said.get("reason", ""),
        "deadline": said.get("deadline", ""), "severity": said.get("severity", "medium"), "error": error,
        "severities": severities(), "today": today, "latest": today + timedelta(days=FARTHEST),
    }  # fmt: skip
    return render(request, "flags/form.html", context, status=status)
