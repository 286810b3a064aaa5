"""Where the sign-in library asks us: nobody signs up, addresses are ours, errors say what to do."""

from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from loiste.accounts import mail, sign_ins, two_factor
from loiste.accounts.doors import going_for
from loiste.accounts.models import User
from loiste.pages.here import address_of, now, organisation_or_none
from loiste.pages.sign_in import oidc, rules

WAIT = _("Too many attempts; wait five minutes and try again.")
WRONG_CODE = _("This code is not right; wait for the next one, or use a recovery code.")

SAID = {
    "account/messages/password_changed.txt": _("Your password is changed, and you are signed out everywhere else."),
    "account/messages/password_set.txt": _("You have a password now."),
    "mfa/messages/totp_activated.txt": _("Two-factor sign-in is on."),
    "mfa/messages/totp_deactivated.txt": _("Two-factor sign-in is off."),
}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right; try again."),
        "incorrect_password": _("This is not your password; try again."),
        "enter_current_password": _("This is not your password of today; try again."),
        "invalid_password_reset": _("This link no longer holds; ask for a new one."),
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
        "password_off": _("Sign-in by password is switched off; use the button above."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be led there after signing in or out: this installation only, not each host it answers to."""
        ours = urlsplit(settings.LOISTE_URL)
        return url_has_allowed_host_and_scheme(url, {ours.netloc}, require_https=ours.scheme == "https")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: object, **kwargs: object
    ) -> None:
        """Says nothing on signing in and out: the page that follows says it."""
        if message_template in SAID:
            messages.add_message(request, level, str(SAID[message_template]))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where one lands who asked for no page: who owns accounts, on what turned with them."""
        user = cast(User, request.user)
        return reverse("home" if going_for(user, "mine").exists() else "dashboard")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("you")

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted by e-mail address alone; with the Host header in it, a client could begin anew."""
        return str(credentials.get("email", "")).strip().lower()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person, or None; somebody no longer active is answered like a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email", ""))
        sign_ins.tell_failed(email, now=now(), address=address_of(request), method="password")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Made from LOISTE_URL: a link in a mail must not follow the Host header of whoever asked for it."""
        uid, _dash, rest = key.partition("-")
        return settings.LOISTE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": rest})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail with the link for a new password; no other is sent. Nobody's mail is written, too, and dropped."""
        if "password_reset_key" not in template_prefix:
            return
        user, link = context.get("user"), context["password_reset_url"]
        written = mail.written(email, "password", {"email": email, "link": link}, language_of(user))
        if user is not None:
            mail.send_later(written)


class TwoFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return two_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return two_factor.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        organisation = organisation_or_none()
        name = organisation.name if organisation else "Loiste"
        return name if name == "Loiste" else f"Loiste ({name})"


class OidcAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> oidc.Provider:
        return oidc.provider(request)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds the person of the team by the verified address of the token; everybody else is turned away.

        The library's own matching by address is not used: it would take the person's password away.
        """
        said = sociallogin.account.extra_data["id_token"]
        user = rules.person_of(said)
        if user is None:
            email = str(said.get("email", ""))
            sign_ins.tell_failed(email, now=now(), address=address_of(request), method="oidc")
            context = {"unverified": said.get("email_verified") is not True, "email": email}
            raise ImmediateHttpResponse(render(request, "sign_in/turned_away.html", context, status=403))
        sociallogin.state["process"] = "login"  # never anything else, whatever the address said
        sociallogin.user = user


def language_of(user: User | None) -> str:
    """Of a mail: the person's own language, else the organisation's."""
    organisation = organisation_or_none()
    return (user.language if user else "") or (organisation.language if organisation else settings.LANGUAGE_CODE)
