"""What people do on an account's page: log a note or a call, change a fact, undo it; archive and restore."""

from datetime import datetime
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
from loiste.accounts.hand import add_note, set_attributes
from loiste.accounts.models import Account, User
from loiste.accounts.verbs import archive_account, restore_account
from loiste.pages import here
from loiste.pages.account import session
from loiste.pages.account.views import look_of, page
from loiste.pages.account.wish import PARTS

FIRST_YEAR = 1970
WRONG = 422  # a form that could not be saved comes back with what was written


def asked_account(request: HttpRequest, public_id: str) -> Account:
    return account_for(cast(User, request.user), public_id)


@require_POST
@login_required
def log(request: HttpRequest, public_id: str) -> HttpResponse:
    """Logs a note, call, meeting or e-mail; without a time it happened now."""
    one, ours, now = asked_account(request, public_id), here.organisation(), here.now()
    kind, text, at = (request.POST.get(name, "") for name in ("kind", "text", "at"))
    try:
        happened = moment(at, now, ours.zone)
        by, day = cast(User, request.user), ours.today(happened)
        add_note(here.home(), one, text, kind=kind, at=happened, day=day, by=by, now=now)
    except ValidationError as error:
        wrong = {"log_error": error.messages[0], "log_text": text, "log_kind": kind, "log_at": at}
        return page(request, look_of(request, one), status=WRONG, **wrong)
    messages.success(request, _("Saved. It stands on the timeline."))
    return redirect(reverse("account", args=[public_id]) + "#timeline")


def moment(text: str, now: datetime, zone: Any) -> datetime:
    """The time that a form gave in the organisation's zone; ValidationError when it cannot be read or lies ahead."""
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("The time cannot be read; write it like 2026-10-31 14:30.")) from error
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    if at.year < FIRST_YEAR:
        raise ValidationError(_("The time lies too far back; log what happened since %(year)s.") % {"year": FIRST_YEAR})
    if at > now:
        raise ValidationError(_("The time lies ahead; log what has happened."))
    return at


@require_POST
@login_required
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Changes facts: `name` and `value`, which may come several times, as an undo does."""
    one, ours, now = asked_account(request, public_id), here.organisation(), here.now()
    names, values = names_of(request), request.POST.getlist("value") or [""]
    undone = request.POST.get("undo") == "1"
    said: dict[str, str | None] = dict(zip(names, values, strict=False))
    by, action = cast(User, request.user), "account.undo" if undone else "account.change"
    try:
        before = set_attributes(here.home(), {one: said}, day=ours.today(now), by=by, now=now, action=action)
    except ValidationError as error:
        wrong = {"change_error": error.messages[0], "change_name": names[0], "change_value": values[0]}
        return page(request, look_of(request, account_for(by, public_id)), status=WRONG, **wrong)
    if undone:
        messages.success(request, _("Undone. The values are what they were."))
    else:
        session.keep(request, one, before[one.public_id])
    return redirect(back(request, public_id))


def names_of(request: HttpRequest) -> list[str]:
    """The fields named; a new attribute is typed by its bare name."""
    new = "_".join(request.POST.get("new", "").lower().split())
    return [f"attr.{new}"] if "new" in request.POST else request.POST.getlist("name") or [""]


def back(request: HttpRequest, public_id: str) -> str:
    """The part of the page from which the form was sent."""
    part = request.POST.get("part", "")
    return reverse("account", args=[public_id]) + (f"?part={part}" if part and part in PARTS else "")


@require_POST
@login_required
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    one = asked_account(request, public_id)
    archive_account(one, by=cast(User, request.user), now=here.now())
    messages.success(request, _("%(name)s is archived. Its numbers stay; it can be restored.") % {"name": one.name})
    return redirect("account", public_id)


@require_POST
@login_required
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    one = asked_account(request, public_id)
    restore_account(one, by=cast(User, request.user), now=here.now())
    messages.success(request, _("%(name)s is back in the lists.") % {"name": one.name})
    return redirect("account", public_id)
