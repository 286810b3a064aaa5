"""Tiers and promises, the fit matrix, load per manager. Sums are open to everybody; rows follow the reach."""

from datetime import date
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import promised
from loiste.judgement.keeping import last_judged
from loiste.pages.here import organisation
from loiste.pages.paging import page_number, pages
from loiste.pages.tiers import board, carried, matrix


@require_GET
@login_required
def tiers(request: HttpRequest) -> HttpResponse:
    user, ours, wish, day = cast(User, request.user), organisation(), board.read(request.GET), last_judged()
    lines = board.lines(wish, ours) if day else []
    names = {one.key: one.name for one in lines}
    found, number = board.asked(user, wish), page_number(request)
    total = found.count() if day else 0
    rows = found[(number - 1) * board.SIZE : number * board.SIZE] if day else []
    context = {
        "day": day, "lines": lines, "wish": wish, "names": names, "total": total, "heads": board.heads(wish),
        "entries": [board.entry(one, names, cast(date, day), ours) for one in rows],
        "owners": board.owners(user, wish), "shown": board.SHOWN, "may_settings": may(user, Right.SETTINGS),
        "pages": pages(number, board.SIZE, total, wish.parts(), "#list"), "keys": promised.key_accounts(),
    }  # fmt: skip
    return render(request, "tiers/page.html", context)


@require_GET
@login_required
def load(request: HttpRequest) -> HttpResponse:
    context = {"day": last_judged(), "load": carried.load(organisation()), "tab": "load"}
    return render(request, "tiers/load.html", context)


@require_GET
@login_required
def fit(request: HttpRequest) -> HttpResponse:
    user, ours, day = cast(User, request.user), organisation(), last_judged()
    text, number = promised.fit(), page_number(request)
    found = matrix.matrix(text.text, request.GET.get("cell", ""), ours) if text and day else None
    rows = matrix.accounts(user, found)
    total = rows.count()
    context = {
        "day": day, "tab": "fit", "fit": text, "matrix": found, "total": total,
        "entries": [matrix.entry(one, ours) for one in rows[(number - 1) * board.SIZE : number * board.SIZE]],
        "pages": pages(number, board.SIZE, total, {"cell": found.chosen} if found else {}, "#list"),
        "may_settings": may(user, Right.SETTINGS),
    }  # fmt: skip
    return render(request, "tiers/fit.html", context)
