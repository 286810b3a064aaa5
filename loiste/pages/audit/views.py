"""The page of the audit log, and the same lines as a file."""

from typing import cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loiste.accounts import audit_log, values
from loiste.accounts.audit_log import COLUMNS
from loiste.accounts.models import User
from loiste.accounts.permissions import Right
from loiste.pages import sheet
from loiste.pages.allowed import needs
from loiste.pages.audit import wish, words
from loiste.pages.audit.entries import entries
from loiste.pages.audit.wish import Wish
from loiste.pages.here import now, organisation

SIZE = 50
MOST_ACTIONS = 200


@require_GET
@needs(Right.AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    zone = organisation().zone
    asked = wish.read(request.GET, zone)
    found = audit_log.lines(cast(User, request.user), asked.asked)
    page = page_of(found, asked)
    context = {
        "wish": asked, "entries": entries(page.rows, zone), "zone": zone,
        "newer": asked.at("newer", page.newer), "older": asked.at("older", page.older),
        "actions": actions(asked.asked.action),
        "origins": [(key, name, key == asked.asked.origin) for key, name in words.ORIGINS.items()],
    }  # fmt: skip
    return render(request, "audit/page.html", context)


def page_of(found: audit_log.Lines, asked: Wish) -> audit_log.Page:
    try:
        return audit_log.page(found, asked.way, asked.place, SIZE)
    except ValueError as error:
        raise BadRequest(_("The page in the address cannot be read; begin from the first page.")) from error


def actions(chosen: str) -> list[tuple[str, str, bool]]:
    """(action, in words, whether it is chosen) of those that occur, by their words."""
    every = {*values.distinct("action", MOST_ACTIONS), *([chosen] if chosen else [])}
    return sorted(((one, words.phrase(one), one == chosen) for one in every), key=lambda one: one[1].casefold())


@require_GET
@needs(Right.AUDIT)
def export(request: HttpRequest) -> HttpResponseBase:
    ours, moment = organisation(), now()
    asked = wish.read(request.GET, ours.zone).asked
    rows = audit_log.export_log(asked, by=cast(User, request.user), now=moment)
    name = f"audit-{ours.today(moment).isoformat()}.csv"
    return sheet.answer(name, COLUMNS, (audit_log.cells(row) for row in rows))
