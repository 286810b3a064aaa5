"""Unmatched references, one of them, the rules in the open, and what may be one: pages to look at."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.models import ContactIdentity, Identity, Merge, Rule, Unmatched, User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.matching import lines, rules
from loiste.pages.matching.by_hand import found
from loiste.pages.paging import page_number, pages

SIZE = 20


@require_GET
@needs(Right.SOURCES)
def unmatched(request: HttpRequest) -> HttpResponse:
    user, number = cast(User, request.user), page_number(request)
    source, what = request.GET.get("source", ""), request.GET.get("what", "")
    rows = lines.asked_lines(source, what)
    total = rows.count()
    shown = list(rows[(number - 1) * SIZE : number * SIZE])
    context = {
        "source": source,
        "what": what,
        "sources": Unmatched.objects.order_by("source").values_list("source", flat=True).distinct(),
        "lines": lines.lines(user, lines.book(home(), user, now()), shown) if shown else [],
        "any": bool(total) or Unmatched.objects.exists(),
        "pages": pages(number, SIZE, total, {"source": source, "what": what}),
        "may_change": may(user, Right.MATCH),
        "zone": organisation().zone,
    }
    return render(request, "matching/unmatched.html", context)


@require_GET
@needs(Right.SOURCES)
def unmatched_one(request: HttpRequest, pk: int) -> HttpResponse:
    """What is proposed for one reference, and a search by hand."""
    user = cast(User, request.user)
    row = Unmatched.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    query = request.GET.get("q", "").strip()[:200]
    context = {
        "line": lines.lines(user, lines.book(home(), user, now()), [row])[0],
        "q": query,
        "accounts": found(user, "account", query),
        "contacts": found(user, "contact", query) if row.what == "contact" else [],
        "may_change": may(user, Right.MATCH),
        "zone": organisation().zone,
    }
    return render(request, "matching/line.html", context)


@require_GET
@needs(Right.SOURCES)
def matches(request: HttpRequest) -> HttpResponse:
    """How many references each rule has placed, and those of one rule."""
    asked, what, number = request.GET.get("rule", ""), request.GET.get("what", ""), page_number(request)
    rule, what = (asked if asked in Rule.values else Rule.HAND.value), ("contact" if what == "contact" else "account")
    rows: QuerySet[Any]
    if what == "account":
        rows = Identity.objects.filter(rule=rule).select_related("account").order_by("-id")
    else:
        rows = ContactIdentity.objects.filter(rule=rule).select_related("account", "contact").order_by("-id")
    context = {
        "rules": rules.lines(),
        "rule": rule,
        "rule_name": rules.rule_name(rule),
        "what": what,
        "rows": rows[(number - 1) * SIZE : number * SIZE],
        "pages": pages(number, SIZE, rows.count(), {"rule": rule, "what": what}, "#references"),
        "may_change": may(cast(User, request.user), Right.MATCH),
        "zone": organisation().zone,
    }
    return render(request, "matching/matches.html", context)


@require_GET
@needs(Right.SOURCES)
def merges(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one, and the merges that were made."""
    user, number = cast(User, request.user), page_number(request)
    every = lines.pairs(home(), user, now())
    part = every[(number - 1) * SIZE : number * SIZE]
    context = {
        "offers": lines.offers(part, lines.rows_of(user, part)),
        "pages": pages(number, SIZE, len(every), {}),
        "merges": lines.done_merges(list(Merge.objects.order_by("-id")[:SIZE])),
        "may_change": may(user, Right.MATCH),
        "zone": organisation().zone,
    }
    return render(request, "matching/merges.html", context)
