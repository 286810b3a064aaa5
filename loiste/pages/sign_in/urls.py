"""Addresses of signing in, of the second factor, of passwords and of invitations."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from loiste.pages.sign_in import invitation, oidc, password, told, views

told.listen()
to_sign_in, to_you = RedirectView.as_view(pattern_name="account_login"), RedirectView.as_view(pattern_name="you")

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/oidc/", oidc.begin, name="openid_connect_login"),
    path("sign-in/oidc/back/", oidc.back, name="openid_connect_callback"),
    path("sign-in/oidc/cancelled/", to_sign_in, name="socialaccount_login_cancelled"),
    path("sign-in/password/", password.ask, name="account_reset_password"),
    path("sign-in/password/asked/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", password.choose,
        name="account_reset_password_from_key",
    ),
    path("sign-in/password/chosen/", password.chosen, name="account_reset_password_from_key_done"),
    path("sign-out/", require_POST(account.logout), name="account_logout"),
    path("invitation/<str:token>/", invitation.accept, name="invitation"),
    path("you/again/", account.reauthenticate, name="account_reauthenticate"),
    path("you/again/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("you/password/", account.password_change, name="account_change_password"),
    path("you/password/first/", account.password_set, name="account_set_password"),
    path("you/two-factor/", to_you, name="mfa_index"),
    path("you/two-factor/on/", views.switch_on, name="mfa_activate_totp"),
    path("you/two-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("you/two-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("you/two-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]  # fmt: skip
