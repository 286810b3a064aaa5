"""What an administrator does with a person of the team. The verbs check the right; a stranger learns nothing first."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from loiste.accounts import links, two_factor
from loiste.accounts import team as verbs
from loiste.accounts.models import User
from loiste.accounts.permissions import Right
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.team.views import found, person_page

Deed = Callable[[HttpRequest, User, User], HttpResponse | str]


def deed(act: Deed) -> Callable[..., HttpResponseBase]:
    """A view that does something to one person and goes back to their page with what was done, or what is wrong."""

    @require_http_methods(["GET", "POST"])
    @needs(Right.TEAM)
    @wraps(act)
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        one = found(public_id)
        if request.method == "GET":  # the address of an answer, asked again
            return redirect("person", public_id)
        try:
            said = act(request, one, cast(User, request.user))
        except ValidationError as error:
            return person_page(request, found(public_id), error=" ".join(error.messages))
        if isinstance(said, HttpResponse):
            return said
        messages.success(request, said)
        return redirect("person", public_id)

    return view


def called(one: User) -> str:
    return one.name or one.email


@deed
def change(request: HttpRequest, one: User, by: User) -> str:
    wanted = {key: request.POST[key] for key in ("role", "reach", "team") if key in request.POST}
    names = request.POST.get("known_as", "").splitlines()
    verbs.set_place(one, by=by, now=now(), known_as=names, **wanted)
    return _("Saved.")


@deed
def deactivate(request: HttpRequest, one: User, by: User) -> str:
    verbs.deactivate(one, by=by, now=now())
    return _("%(name)s is out, and can no longer sign in.") % {"name": called(one)}


@deed
def reactivate(request: HttpRequest, one: User, by: User) -> str:
    verbs.reactivate(one, by=by, now=now())
    return _("%(name)s can sign in again.") % {"name": called(one)}


@deed
def hand_over(request: HttpRequest, one: User, by: User) -> str:
    to, moment = found(request.POST.get("to", "")), now()
    count = verbs.hand_over(home(), one, to, day=organisation().today(moment), by=by, now=moment)
    text = ngettext("%(count)s account is now %(to)s's.", "%(count)s accounts are now %(to)s's.", count)
    return text % {"count": count, "to": called(to)}


@deed
def take_off(request: HttpRequest, one: User, by: User) -> str:
    two_factor.take_off(one, by=by, now=now())
    return _("Two-factor sign-in of %(name)s is off.") % {"name": called(one)}


@deed
def password_link(request: HttpRequest, one: User, by: User) -> HttpResponse:
    uid, key = links.new_password_key(one, by=by, now=now())
    way = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return person_page(request, one, link=settings.LOISTE_URL + way)
