"""The sign-in page, and the page that switches two-factor sign-in on."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.totp.views import ActivateTOTPView
from django.views.decorators.cache import never_cache

from loiste.pages.sign_in import rules


class SignInView(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "oidc_name": rules.oidc_name(), "password_on": rules.password_on(), "reset_on": rules.reset_on(),
        }  # fmt: skip


class SwitchOn(ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the secret in groups of four, for those who type it."""
        found = super().get_context_data(**kwargs)
        secret = found["form"].secret
        return found | {"secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))}


sign_in = SignInView.as_view()
switch_on = never_cache(SwitchOn.as_view())
