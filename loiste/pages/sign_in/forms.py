"""The library's forms with our rules."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.adapter import get_adapter as two_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.core.cache import cache
from django.http import HttpRequest

from loiste.pages.sign_in import rules

CODE_HOLDS = 120  # seconds; longer than a code is right, with the tolerance for clocks


class SignIn(LoginForm):
    def clean(self) -> Any:
        if not rules.password_on():
            raise get_adapter().validation_error("password_off")
        return super().clean()


class Once(BaseAuthenticateForm):
    """A code works once. The library remembers for 30 seconds, and with tolerance for clocks a code is right longer."""

    def clean_code(self) -> str:
        code = super().clean_code()
        if not cache.add(f"code-used:{self.user.pk}:{''.join(code.split())}", 1, timeout=CODE_HOLDS):
            raise two_factor_adapter().validation_error("incorrect_code")
        return code


class Code(Once, AuthenticateForm):
    pass


class CodeAgain(Once, ReauthenticateForm):
    pass


class NewPassword(ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """For an unknown address the same mail is written and dropped, so that the answer takes as long."""
        if self.users:
            return super().save(request, **kwargs)
        adapter = get_adapter(request)
        link = adapter.get_reset_password_from_key_url("0-" + "x" * 39)
        adapter.send_mail("account/email/password_reset_key", self.cleaned_data["email"], {"password_reset_url": link})
        return self.cleaned_data["email"]
