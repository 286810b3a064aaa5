"""Two accounts, or two contacts, found by hand to be merged: first the one, then the other."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts import finding
from loiste.accounts.doors import accounts_for, contacts_for
from loiste.accounts.models import Contact, User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs

FOUND = 10  # that a search shows
BEGINNINGS = {"account": ("ref", "business_id"), "contact": ("email", "ref")}


def rows_for(user: User, what: str) -> QuerySet[Any]:
    """Accounts, or contacts and those people who belong to no account; as the reader may see them."""
    if what == "account":
        return accounts_for(user)
    return (contacts_for(user) | Contact.objects.filter(account=None, merged_into=None)).select_related("account")


def found(user: User, what: str, text: str, *, most: int = FOUND) -> list[Any]:
    """Whatever a typed text finds, those that begin so first; nothing for an empty one."""
    if not text:
        return []
    looks = finding.conditions(text, inside="name", beginnings=BEGINNINGS[what])
    return finding.among(rows_for(user, what), looks, 4 * most)[:most]


@require_GET
@needs(Right.SOURCES)
def merge_by_hand(request: HttpRequest) -> HttpResponse:
    """`one`: the first of the two, when it is chosen; `q`: what the other, or the first, is looked for by."""
    user, text = cast(User, request.user), " ".join(request.GET.get("q", "").split())[:200]
    what = "contact" if request.GET.get("what") == "contact" else "account"
    one, public_id = None, request.GET.get("one", "")
    if public_id:
        one = rows_for(user, what).filter(public_id=public_id).first()
        if one is None:
            raise Http404
    hits = [row for row in found(user, what, text, most=FOUND + 1) if row != one][:FOUND]
    context = {"what": what, "one": one, "q": text, "hits": hits, "may_change": may(user, Right.MATCH)}
    return render(request, "matching/by_hand.html", context)
