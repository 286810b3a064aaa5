"""Lines in the audit log for what the sign-in library does, and the start of a session's life."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as factor
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from loiste.accounts import sessions, sign_ins
from loiste.accounts.models import User
from loiste.pages.here import address_of, now


def tell(action: str, request: HttpRequest, user: User, **more: Any) -> None:
    sign_ins.tell(action, user, now=now(), address=address_of(request), **more)


def signed_in(request: HttpRequest, user: User, **more: Any) -> None:
    request.session["begun"] = request.session["seen"] = now().timestamp()
    sessions.forget_expired(now())
    code = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    tell("sign_in", request, user, method="oidc" if "sociallogin" in more else "password", code=code or None)


def signed_out(request: HttpRequest, user: User | None, **more: Any) -> None:
    if user is not None and request is not None:
        tell("sign_out", request, user)


def password_changed(request: HttpRequest, user: User, **more: Any) -> None:
    """A new password ends the other sessions: whoever had the old one is out."""
    tell("password.change", request, user)
    sessions.end_others(user, request.session.session_key, now=now())


def password_reset(request: HttpRequest, user: User, **more: Any) -> None:
    tell("password.reset", request, user)
    sessions.end_all(user)


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        tell("two_factor.on", request, user)


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        tell("two_factor.off", request, user)


def codes_made(request: HttpRequest, user: User, **more: Any) -> None:
    tell("two_factor.codes", request, user)


def factor_failed(request: HttpRequest, user: User, **more: Any) -> None:
    sign_ins.tell_failed(user.email, now=now(), address=address_of(request), method="code")


def listen() -> None:
    """Called where the addresses are read, not at start: commands sign nobody in and should not wait for this."""
    account.user_logged_in.connect(signed_in)
    account.user_logged_out.connect(signed_out)
    account.password_changed.connect(password_changed)
    account.password_set.connect(password_changed)
    account.password_reset.connect(password_reset)
    factor.authenticator_added.connect(factor_added)
    factor.authenticator_removed.connect(factor_removed)
    factor.authenticator_reset.connect(codes_made)
    factor.authentication_failed.connect(factor_failed)
