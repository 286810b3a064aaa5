"""One account: what is known of it, what it pays, who is there, what happened; archive and restore."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.doors import account_for
from loiste.accounts.models import User
from loiste.accounts.verbs import archive_account, restore_account
from loiste.pages.account.board import board
from loiste.pages.account.timeline import kind_asked
from loiste.pages.address import lens
from loiste.pages.here import home, now, organisation


@require_GET
@login_required
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    user = cast(User, request.user)
    ours = organisation()
    one = account_for(user, public_id)
    seen = lens(request, today=ours.today(now()), dimensions=())
    context = {
        "account": one,
        "board": board(home(), ours, one, seen, today=ours.today(now()), kind=kind_asked(request.GET.get("kind", ""))),
        "lens": seen,
        "may_change": user.may_change,
        "zone": ours.zone,
    }
    return render(request, "account/page.html", context)


@require_POST
@login_required
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    user = cast(User, request.user)
    one = account_for(user, public_id)
    archive_account(one, by=user, now=now())
    messages.success(request, _("%(name)s is archived. Its numbers stay; it can be restored.") % {"name": one.name})
    return redirect("account", public_id)


@require_POST
@login_required
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    user = cast(User, request.user)
    one = account_for(user, public_id)
    restore_account(one, by=user, now=now())
    messages.success(request, _("%(name)s is back in the lists.") % {"name": one.name})
    return redirect("account", public_id)
