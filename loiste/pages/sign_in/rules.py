"""What this installation asks of those who sign in, and whom a token of OpenID Connect means."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from loiste.accounts import two_factor
from loiste.accounts.models import User
from loiste.pages.here import organisation_or_none


def oidc_name() -> str:
    """The name on the button; empty when OpenID Connect is not set."""
    return settings.OIDC["name"] if settings.OIDC else ""


def password_on() -> bool:
    """Whether people may sign in by password; always where there is no other way in."""
    organisation = organisation_or_none()
    return not settings.OIDC or organisation is None or organisation.sign_in.password


def reset_on() -> bool:
    """Whether a new password can be asked for by mail."""
    return bool(settings.MAIL_SET) and password_on()


def must_set_up(user: User) -> bool:
    """Whether the organisation demands a second factor that this person has not."""
    organisation = organisation_or_none()
    demanded = organisation is not None and organisation.sign_in.two_factor == "required"
    return demanded and not two_factor.has(user)


def person_of(said: Mapping[str, Any]) -> User | None:
    """The active person whose address the token says is verified, in so many words; else None."""
    email = said.get("email")
    if said.get("email_verified") is not True or not isinstance(email, str) or not email.isascii():
        return None  # addresses of the team are ASCII; other letters might become one of theirs in small letters
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()
