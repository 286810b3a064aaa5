"""What is looked at on every request of somebody signed in: how old the session is, and whether a factor is missing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from loiste.accounts import sessions
from loiste.pages.here import address_of, now
from loiste.pages.middleware import Answer
from loiste.pages.sign_in import rules

SEEN_EVERY = 300  # seconds; a write for each request would be many
# What somebody who must set a second factor up may ask for meanwhile.
OPEN = {
    "mfa_activate_totp", "mfa_view_recovery_codes", "account_reauthenticate", "mfa_reauthenticate", "account_logout",
    "language", "theme",
}  # fmt: skip


def session_life(answer: Answer) -> Answer:
    """Ends a session that is too old since sign-in or since its last use; marks the others as used."""

    def within(request: HttpRequest) -> HttpResponse:
        begun = request.session.get("begun")
        if begun is not None:
            look(request, float(begun))
        return answer(request)

    return within


def look(request: HttpRequest, begun: float) -> None:
    moment, session = now(), request.session
    seen, at = float(session.get("seen", begun)), moment.timestamp()
    if at - begun > settings.SESSION_LIFE or at - seen > settings.SESSION_COOKIE_AGE:
        session.flush()
    elif at - seen > min(SEEN_EVERY, settings.SESSION_COOKIE_AGE / 10):
        session["seen"] = at
        sessions.touch(session.session_key or "", now=moment, address=address_of(request))


class TwoFactorFirst:
    """Where the organisation demands a second factor, whoever has none is led to set it up and can do nothing else."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        held = request.user.is_authenticated and rules.must_set_up(request.user)
        request.held = held  # type: ignore[attr-defined]
        match = request.resolver_match
        if not held or (match is not None and match.url_name in OPEN):
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": "/you/two-factor/on/"})
        return redirect("mfa_activate_totp")
