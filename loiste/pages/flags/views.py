"""The list of flags: what people saw, and what came of it."""

from datetime import timedelta
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement.alert_list import lines, ranked
from loiste.judgement.doors import alerts_for
from loiste.pages import paging
from loiste.pages.alerts.views import past, undo
from loiste.pages.flags import rows as told
from loiste.pages.flags import wish as wishes
from loiste.pages.here import now, organisation

SIZE = 50
LATER = timedelta(days=7)  # that snoozing proposes


@require_GET
@login_required
def flags(request: HttpRequest) -> HttpResponse:
    """Open ones by rank, those that have ended by their last day."""
    user, today = cast(User, request.user), organisation().today(now())
    wish, number = wishes.read(request.GET), paging.page_number(request)
    found = alerts_for(user).filter(wish.condition(user, today))
    order = past(found) if wish.ended else ranked(found, today)
    shown = lines(order[(number - 1) * SIZE : number * SIZE])
    context = {
        "rows": told.rows(shown, user, today), "filters": wish.filters, "total": len(order), "later": today + LATER,
        "pages": paging.pages(number, SIZE, len(order), wish.filters), "query": request.GET.urlencode(),
        "facets": wishes.facets(wish), "undo": undo(request, user), "may_change": may(user, Right.CHANGE),
        "may_note": may(user, Right.NOTE),
    }  # fmt: skip
    return render(request, "flags/page.html", context)
