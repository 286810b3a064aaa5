"""The dashboard, or in an empty system the way to the first numbers."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import User
from loiste.pages.address import PERIODS, lens, month_choices
from loiste.pages.dashboard.board import board
from loiste.pages.dimensions import dimensions, facets
from loiste.pages.here import home, now, organisation
from loiste.pages.kinds import data_until, stocks


@require_GET
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    stored = stocks()
    if not stored:
        return render(request, "dashboard/start.html", {"home": home()})
    ours = organisation()
    today = ours.today(now())
    asked = lens(request, today=today, dimensions=dimensions(home()))
    until = data_until(stored, today)
    context = {
        "board": board(home(), ours, asked, stored),
        "lens": asked,
        "periods": [(key, asked.query(period=key if key != "year" else ""), key == asked.period) for key in PERIODS],
        "days": month_choices(asked.as_of, today),
        "facets": facets(accounts_for(cast(User, request.user)), asked.where),
        "data_until": until,
        "stale": until is not None and until < asked.as_of,
        "today": today,
    }
    return render(request, "dashboard/page.html", context)
