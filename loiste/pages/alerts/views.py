"""The list of alerts: what has turned, the most pressing first."""

from datetime import timedelta
from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.doors import values_for
from loiste.accounts.models import User
from loiste.accounts.permissions import EVERYTHING, Right, may
from loiste.judgement.alert_list import Line, asked, lines, names, ranked
from loiste.judgement.alert_rank import Rank
from loiste.judgement.doors import alerts_for
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Alert, AlertDay
from loiste.judgement.texts import every
from loiste.pages import paging
from loiste.pages.alerts import entries as rows
from loiste.pages.alerts import wish as wishes
from loiste.pages.here import now, organisation

SIZE = 50
MOST_OWNERS = 200
LATER = timedelta(days=7)  # that snoozing proposes


@require_GET
@login_required
def alerts(request: HttpRequest) -> HttpResponse:
    user, today = cast(User, request.user), organisation().today(now())
    wish, number = wishes.read(request.GET), paging.page_number(request)
    found = asked(user, wish.wanted)
    order = past(found) if wish.wanted.state == "closed" else ranked(found, today)
    shown = lines(order[(number - 1) * SIZE : number * SIZE])
    context = {
        "entries": rows.entries(shown, today), "filters": wish.filters, "total": len(order), "later": today + LATER,
        "pages": paging.pages(number, SIZE, len(order), wish.filters), "query": request.GET.urlencode(),
        "facets": wishes.facets(wish, names(every(ALERT), every(ALERT)), owners(user)), "state": wish.wanted.state,
        "notices": rows.notices(today) if user.sight() == EVERYTHING else [], "undo": undo(request, user),
        "may_change": may(user, Right.CHANGE), "judged": AlertDay.objects.exists(),
    }  # fmt: skip
    return render(request, "alerts/page.html", context)


def past(found: QuerySet[Alert]) -> list[tuple[int, Rank]]:
    """Those that are closed press no more: the last one first."""
    return [(pk, Rank(0.0, ())) for pk in found.order_by("-closed_on", "-id").values_list("id", flat=True)]


def owners(user: User) -> list[str]:
    return values_for(user, ["owner"], MOST_OWNERS)["owner"]


def undo(request: HttpRequest, user: User) -> Line | None:
    """What was done last, as the address names it, while it can be taken back."""
    one = alerts_for(user).filter(public_id=request.GET.get("undo", "")).first()
    if one is None or not (one.state == "snoozed" or one.taken_up_on or one.closed_because in ("hand", "not_useful")):
        return None
    return Line(one, Rank(0.0, ()))
