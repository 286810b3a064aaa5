"""Changing many accounts from their list: those chosen, or all that match after their count was said; and undo."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from loiste.accounts import bulk
from loiste.accounts.doors import accounts_for, bulk_edit_for
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import Right, check
from loiste.pages import numbers
from loiste.pages.accounts import asked
from loiste.pages.accounts.columns import OWN
from loiste.pages.accounts.filters import kept
from loiste.pages.here import home, now, organisation


@require_POST
@login_required
def edit(request: HttpRequest) -> HttpResponse:
    """Changes what was chosen; for all that match it first says how many these are."""
    user, at = cast(User, request.user), now()
    check(user, Right.CHANGE)
    accounts, what, value = chosen(request, user), what_of(request), request.POST.get("value", "")
    try:
        bulk.check_asked(accounts, what, value)
        if request.POST.get("all") and request.POST.get("sure") != str(len(accounts)):
            return sure(request, len(accounts), what, value)
        made = bulk.edit(home(), accounts, what, value, day=organisation().today(at), by=user, now=at)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return back(request)
    if not made.accounts:
        messages.info(request, _("Nothing changed: the accounts say so already."))
    return back(request)


def chosen(request: HttpRequest, user: User) -> list[Account]:
    """The ticked rows, or all that match; one more than may be changed tells that there are too many."""
    found = accounts_for(user)
    if request.POST.get("all"):
        wish = asked.of_text(request.POST.get("query", ""))
        return list(kept(found, wish, organisation().today(now())).accounts.order_by("id")[: bulk.MOST + 1])
    return list(found.filter(public_id__in=request.POST.getlist("row")[: bulk.MOST]))


def what_of(request: HttpRequest) -> str:
    what = request.POST.get("what", "")
    return OWN + request.POST.get("attribute", "").strip() if what == "attribute" else what


def sure(request: HttpRequest, count: int, what: str, value: str) -> HttpResponse:
    """Says how many accounts would change, and to what."""
    kept_on = {name: request.POST.get(name, "") for name in ("what", "attribute", "value", "query")}
    context = {"count": count, "what": bulk_words(what, value), "kept": {**kept_on, "all": "1", "sure": str(count)}}
    return render(request, "accounts/sure.html", context | {"back": address(request)})


@require_POST
@login_required
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    user, at = cast(User, request.user), now()
    one = bulk_edit_for(user, public_id)
    try:
        done, left = bulk.undo(home(), one, day=organisation().today(at), by=user, now=at)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return back(request)
    text = ngettext("%(count)s account is as before.", "%(count)s accounts are as before.", done)
    said = [text % {"count": numbers.count(done)}]
    if left:
        more = ngettext("%(count)s was changed since and is left alone.",
                        "%(count)s were changed since and are left alone.", left)  # fmt: skip
        said.append(more % {"count": numbers.count(left)})
    messages.success(request, " ".join(said))
    return back(request)


def address(request: HttpRequest) -> str:
    """The list as it was when the form was sent."""
    parts = asked.of_text(request.POST.get("query", "")).parts()
    return f"{reverse('accounts')}?{urlencode(parts or {'view': 'all'})}"


def back(request: HttpRequest) -> HttpResponse:
    return redirect(address(request))


def bulk_words(what: str, value: str) -> str:
    """A change in words, without its accounts."""
    named = {"value": value, "name": what.removeprefix(OWN).replace("_", " ")}
    if what == bulk.ARCHIVE:
        return _("archive")
    if what in bulk.TAGS:
        return (_("add the tags %(value)s") if what == "add_tags" else _("remove the tags %(value)s")) % named
    words = {"owner": _("owner"), "tier": _("tier"), "country": _("country")}
    named["name"] = words.get(what, named["name"])
    return (_("%(name)s becomes %(value)s") if value else _("%(name)s becomes empty")) % named
