"""Sources: what is stored, every import with its report, and the rejected rows to mend."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.pages import sheet
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.kinds import data_until, stocks
from loiste.pages.paging import page_number, pages
from loiste.pages.sources import live, report
from loiste.sources.models import Import

SIZE = 50


@require_GET
@needs(Right.SOURCES)
def sources(request: HttpRequest) -> HttpResponse:
    ours, number = organisation(), page_number(request)
    imports = Import.objects.order_by("-at", "-id")
    stored = stocks()
    context = {
        "stocks": stored.values(),
        "data_until": data_until(stored, ours.today(now())),
        "imports": [report.entry(one) for one in imports[(number - 1) * SIZE : number * SIZE]],
        "pages": pages(number, SIZE, imports.count(), {}),
        "zone": ours.zone,
        **live_context(request),
    }
    return render(request, "sources/page.html", context)


def live_context(request: HttpRequest) -> dict[str, Any]:
    """How every source is doing, and what waits for somebody."""
    cards = live.cards(home(), now())
    return {
        "cards": cards,
        "unmatched": sum(card.unmatched for card in cards),
        "refused": sum(card.rejected for card in cards if card.row),
        "admin": may(cast(User, request.user), Right.CONNECT),
    }


def found_import(public_id: str) -> Import:
    return get_object_or_404(Import, public_id=public_id)


@require_GET
@needs(Right.SOURCES)
def import_page(request: HttpRequest, public_id: str) -> HttpResponse:
    one, number = found_import(public_id), page_number(request)
    rejected = one.rejected_rows.order_by("line", "id")
    context = {
        "entry": report.entry(one),
        "detected": report.detected(one),
        "notes": report.notes(one),
        "rejected": [report.refusal(row) for row in rejected[(number - 1) * SIZE : number * SIZE]],
        "pages": pages(number, SIZE, rejected.count(), {}, "#rejected"),
        "zone": organisation().zone,
        "may_change": may(cast(User, request.user), Right.IMPORT),
    }
    return render(request, "sources/import.html", context)


@require_GET
@needs(Right.SOURCES)
def rejected_rows(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The rejected rows in the file's own columns, so that they can be mended and imported again."""
    one = found_import(public_id)
    return sheet.answer(f"{one.kind}-rejected-{one.public_id}.csv", *report.mendable(one))
