"""A new password by mail: asked for by address, chosen by the link that comes."""

from allauth.account.views import PasswordResetFromKeyView, PasswordResetView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from loiste.pages.sign_in import rules

asking, choosing = PasswordResetView.as_view(), PasswordResetFromKeyView.as_view()


def ask(request: HttpRequest) -> HttpResponse:
    if not rules.reset_on():
        raise Http404
    return asking(request)


@never_cache
def choose(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """The link may also have been passed on by hand, so this is there without mail, too."""
    if not rules.password_on():
        raise Http404
    return choosing(request, uidb36=uidb36, key=key)


def chosen(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")
