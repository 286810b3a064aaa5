"""The dashboard, or in an empty system the way to the first numbers."""

from datetime import date
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import User
from loiste.metrics.dimensions import of_accounts
from loiste.pages.address import last_full_month, lens, month_choices
from loiste.pages.dashboard.board import board
from loiste.pages.dimensions import facets, value_word, word
from loiste.pages.health import overview
from loiste.pages.here import home, now, organisation
from loiste.pages.kinds import data_until, stocks
from loiste.plain.days import is_month_end, opening


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Who comes to the bare address without being signed in asks for no page: signing in leads them where they land."""
    if not request.user.is_authenticated and request.get_full_path() == reverse("dashboard"):
        return redirect("account_login")
    return shown(request)


@login_required
def shown(request: HttpRequest) -> HttpResponse:
    stored = stocks()
    if not stored:
        return render(request, "dashboard/start.html", {"home": home()})
    ours = organisation()
    today = ours.today(now())
    asked = lens(request, today=today, dimensions=of_accounts(home()))
    until = data_until(stored, today)
    facets_shown = facets(accounts_for(cast(User, request.user)), asked.where)
    context = {
        "board": board(home(), ours, asked, stored),
        "health": overview.shown(overview.days(ours, asked.as_of)),
        "lens": asked,
        "limits": [(word(key), value_word(key, value)) for key, value in asked.where.items()],
        "periods": [(name, asked.query(period=key), key == asked.period) for key, name in period_names()],
        "days": month_choices(asked.as_of, today),
        "facets": facets_shown,
        "data_until": until,
        "better_day": better_day(until, asked.as_of),
        "chosen": [facet for facet in facets_shown if any(choice.chosen for choice in facet.choices)],
    }
    return render(request, "dashboard/page.html", context)


def period_names() -> tuple[tuple[str, str], ...]:
    return (("month", _("Month")), ("quarter", _("Quarter")), ("year", _("12 months")))


def better_day(until: date | None, as_of: date) -> date | None:
    """The last month that the data covers whole, when it ends before the month asked; None when there is some."""
    if until is None or until > opening(as_of):
        return None
    return until if is_month_end(until) else last_full_month(until)
