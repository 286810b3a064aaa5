"""The list of accounts: search, filter, sort, pages; everything asked stands in the address."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import User
from loiste.pages.accounts import asked, entries
from loiste.pages.dimensions import facets
from loiste.pages.here import now, organisation
from loiste.pages.paging import page_number, pages

SIZE = 50


@require_GET
@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    wish = asked.read(request.GET)
    all_of_mine = accounts_for(cast(User, request.user))
    found = asked.kept(all_of_mine, wish)
    number, ours = page_number(request), organisation()
    shown = list(found[(number - 1) * SIZE : number * SIZE])
    total = found.count()
    context = {
        "asked": wish,
        "columns": asked.columns(wish),
        "entries": entries.entries(shown, ours.today(now()), ours),
        "facets": [facet for facet in facets(all_of_mine, wish.where) if facet.key in asked.FILTERS],
        "total": total,
        "any": bool(total) or all_of_mine.exists(),
        "pages": pages(number, SIZE, total, wish.parts()),
    }
    return render(request, "accounts/page.html", context)
