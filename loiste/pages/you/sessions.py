"""Where a person is signed in: lines of the list on the page of settings, and ending them."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from loiste.accounts import sessions
from loiste.accounts.models import User
from loiste.pages.here import now
from loiste.pages.you.device import device


@dataclass(frozen=True)
class Line:
    pk: int
    device: str
    address: str
    begun: datetime
    seen: datetime
    here: bool  # the session of this request


def lines(request: HttpRequest) -> list[Line]:
    """The person's open sessions, this one first."""
    user, key = cast(User, request.user), request.session.session_key
    found = [
        Line(one.pk, device(one.user_agent), one.ip, one.created_at, one.last_seen_at, one.session_key == key)
        for one in sessions.open_sessions(user, now())[:100]
    ]
    return sorted(found, key=lambda line: not line.here)


@require_POST
@login_required
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    if not sessions.end_one(cast(User, request.user), pk, now=now()):
        raise Http404
    messages.success(request, _("That session has ended."))
    return redirect("you")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    ended = sessions.end_others(cast(User, request.user), request.session.session_key, now=now())
    text = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", ended)
    messages.success(request, text % {"count": ended})
    return redirect("you")
