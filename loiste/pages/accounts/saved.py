"""Saved views of the list of accounts: keep, name anew, show first, forget."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loiste.accounts import saved_views
from loiste.accounts.doors import view_for, views_for
from loiste.accounts.models import Role, User, View
from loiste.pages.accounts import asked
from loiste.pages.here import now


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def views(request: HttpRequest) -> HttpResponse:
    """All views that this person may see; a POST keeps a new one."""
    user = cast(User, request.user)
    if request.method == "POST":
        return save(request, user)
    rows = [(one, one.owner_id == user.pk, may_change(one, user)) for one in views_for(user)]
    return render(request, "accounts/views.html", {"rows": rows})


def may_change(view: View, user: User) -> bool:
    return view.owner_id == user.pk or (view.shared and user.role == Role.ADMIN)


def save(request: HttpRequest, user: User) -> HttpResponse:
    query = asked.of_text(request.POST.get("query", "")).kept_query
    try:
        made = saved_views.save_view(
            request.POST.get("name", ""), query, shared=bool(request.POST.get("shared")), by=user, now=now()
        )
        if request.POST.get("default"):
            saved_views.set_default(made, True, by=user, now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('accounts')}?{query or 'view=all'}")
    messages.success(request, _("The view %(name)s is saved.") % {"name": made.name})
    return redirect(address(made))


def address(view: View) -> str:
    return f"{reverse('accounts')}?{asked.of_text(f'{view.query}&view={view.public_id}').query}"


def changed(request: HttpRequest, public_id: str, change: Callable[[View, User], str]) -> HttpResponse:
    """Does one thing to a view and says so."""
    user = cast(User, request.user)
    try:
        messages.success(request, change(view_for(user, public_id), user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("views")


@require_POST
@login_required
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    def change(view: View, user: User) -> str:
        saved_views.rename_view(view, request.POST.get("name", ""), by=user, now=now())
        return _("The view is now called %(name)s.") % {"name": view.name}

    return changed(request, public_id, change)


@require_POST
@login_required
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    def change(view: View, user: User) -> str:
        saved_views.delete_view(view, by=user, now=now())
        return _("The view %(name)s is deleted; no account changed.") % {"name": view.name}

    return changed(request, public_id, change)


@require_POST
@login_required
def default(request: HttpRequest, public_id: str) -> HttpResponse:
    def change(view: View, user: User) -> str:
        saved_views.set_default(view, not view.default, by=user, now=now())
        return _("Your accounts page begins with %(name)s.") % {"name": view.name} if not view.default else _(
            "Your accounts page begins with all accounts."
        )  # fmt: skip

    return changed(request, public_id, change)
