"""A metric explained: value, meaning, formula, source, query, trend, slices, rows; and its rows as CSV."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from loiste.accounts.doors import account_for, accounts_for, ids_for
from loiste.accounts.models import User
from loiste.metrics.dimensions import of_accounts
from loiste.metrics.registry import Metric, metrics
from loiste.metrics.rows import rows
from loiste.pages import dimensions, sheet
from loiste.pages.address import Lens, lens, month_choices
from loiste.pages.here import home, now, organisation
from loiste.pages.kinds import stocks
from loiste.pages.metric import row_list
from loiste.pages.metric.board import board
from loiste.pages.paging import page_number

EVERY_ROW = 1_000_000


def found_metric(key: str) -> Metric:
    if key not in metrics():
        raise Http404
    return metrics()[key]


def asked(request: HttpRequest, metric: Metric) -> Lens:
    """The lens, with the dimensions that this metric has."""
    every = [*of_accounts(home()), *metric.dimensions]
    return lens(request, today=organisation().today(now()), dimensions=every)


@require_GET
@login_required
def metric(request: HttpRequest, key: str) -> HttpResponse:
    one = found_metric(key)
    seen = asked(request, one)
    if request.GET.get("format") == "csv":
        return HttpResponseRedirect(reverse("metric_rows", args=[key]) + seen.query())
    ours = organisation()
    user = cast(User, request.user)
    only = account_for(user, request.GET["account"]) if request.GET.get("account") else None
    mine = ids_for(user) if only is None else [only.pk]
    at, shown_of = page_number(request), only.public_id if only else ""
    context = {
        "board": board(home(), ours, one, seen, stocks(), mine=mine, page=at, only=shown_of),
        "only": only,
        "metric": one,
        "lens": seen,
        "narrow": not user.sight().everything,
        "days": month_choices(seen.as_of, ours.today(now())),
        "facets": dimensions.facets(accounts_for(user), seen.where) if one.level == "account" else [],
    }
    return render(request, "metric/page.html", context)


@require_GET
@login_required
def metric_rows(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """All rows behind the number, in major units and with a decimal point, for a spreadsheet or a script."""
    one = found_metric(key)
    seen = asked(request, one)
    mine = ids_for(cast(User, request.user))
    found = rows(home(), organisation(), key, seen.as_of, where=dict(seen.where), mine=mine, limit=EVERY_ROW)
    return sheet.answer(f"{key}-{seen.as_of.isoformat()}.csv", row_list.HEADER, row_list.plain(found))
