"""A person's own settings: language and look. Saved on the user; before sign-in the language goes to a cookie."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts import two_factor
from loiste.accounts.models import User
from loiste.pages.here import organisation
from loiste.pages.shell import THEMES
from loiste.pages.sign_in import rules
from loiste.pages.you.notices import offered
from loiste.pages.you.sessions import lines

A_YEAR = 365 * 24 * 60 * 60


@require_GET
@login_required
def you(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    context = {
        "notices": offered(user), "sessions": lines(request), "zone": organisation().zone,
        "two_factor": two_factor.has(user),
        "demanded": organisation().sign_in.two_factor == "required",
        "password_on": rules.password_on(), "has_password": user.has_usable_password(),
    }  # fmt: skip
    return render(request, "you/page.html", context)


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise BadRequest(_("Loiste does not speak this language; choose Finnish or English."))
    if request.user.is_authenticated:
        keep(request.user, "language", chosen)
    response = back(request)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax", httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )  # fmt: skip
    return response


@require_POST
@login_required
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        raise BadRequest(_("There is no such look; choose light, dark or automatic."))
    keep(cast(User, request.user), "theme", chosen)
    return back(request)


def keep(user: User, field: str, value: str) -> None:
    setattr(user, field, value)
    user.save(update_fields=[field])


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the form stood on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    here = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if ours else "/")
