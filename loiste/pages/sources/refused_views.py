"""Events that could not be used: which, why, as they came; tried again or discarded."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.pages import numbers
from loiste.pages.allowed import needs
from loiste.pages.here import now, organisation
from loiste.pages.paging import page_number, pages
from loiste.pages.sources import refused_words
from loiste.sources.inbox import refused
from loiste.sources.inbox.refused import Choice
from loiste.sources.models import RefusedEvent

SIZE = 50


def choice(query: QueryDict) -> Choice:
    event = query.get("event", "")
    if event and not (event.isascii() and event.isdigit() and len(event) < 19):
        raise BadRequest(_("There is no such event."))
    return Choice(query.get("source", ""), query.get("code", ""), query.get("kind", ""), int(event) if event else None)


@require_GET
@needs(Right.SOURCES)
def refused_events(request: HttpRequest) -> HttpResponse:
    asked, number = choice(request.GET), page_number(request)
    rows = asked.rows().select_related("source").defer("body").order_by("-id")
    shown = rows[(number - 1) * SIZE : number * SIZE]
    context = {
        "asked": asked,
        "lines": refused_words.lines(),
        "rows": [(row, refused_words.reason(row.code, row.kind, row.detail)) for row in shown],
        "total": rows.count(),
        "pages": pages(number, SIZE, rows.count(), asked.words(), "#events"),
        "may_change": may(cast(User, request.user), Right.IMPORT),
        "zone": organisation().zone,
    }
    return render(request, "sources/refused.html", context)


@require_GET
@needs(Right.SOURCES)
def refused_event(request: HttpRequest, pk: int) -> HttpResponse:
    row = RefusedEvent.objects.select_related("source").filter(pk=pk).first()
    if row is None:
        raise Http404
    context = {
        "row": row, "reason": refused_words.reason(row.code, row.kind, row.detail), "text": refused_words.as_text(row),
        "asked": Choice(event=row.pk), "may_change": may(cast(User, request.user), Right.IMPORT),
        "zone": organisation().zone,
    }  # fmt: skip
    return render(request, "sources/refused_event.html", context)


@require_POST
@needs(Right.IMPORT)
def refused_again(request: HttpRequest) -> HttpResponse:
    asked = choice(request.POST)
    try:
        done = refused.try_again(asked, by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("refused")
    text = ngettext("%(n)s event is tried again now.", "%(n)s events are tried again now.", done.done)
    messages.success(request, text % {"n": numbers.count(done.done)})
    if done.stayed:
        text = _("%(n)s stayed: nothing can be made of them.")
        messages.info(request, text % {"n": numbers.count(done.stayed)})
    if done.more:
        messages.info(request, _("There are more of them; press again."))
    return redirect("refused")


@require_POST
@needs(Right.IMPORT)
def refused_discard(request: HttpRequest) -> HttpResponse:
    try:
        done = refused.discard(choice(request.POST), by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("refused")
    text = ngettext("%(n)s event was discarded.", "%(n)s events were discarded.", done.done)
    messages.success(request, text % {"n": numbers.count(done.done)})
    return redirect("refused")
