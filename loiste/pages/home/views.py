"""Home: what changed of one's accounts, the alerts of theirs, whose health moved, and what is unmatched."""

from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.doors import going_for
from loiste.accounts.models import Account, Unmatched, User
from loiste.accounts.permissions import Right, may
from loiste.judgement.alert_list import Wanted, asked, lines, ranked
from loiste.judgement.keeping import last_judged
from loiste.judgement.models import AlertDay
from loiste.organisation.config import Organisation
from loiste.pages.alerts import entries
from loiste.pages.alerts.views import LATER, undo
from loiste.pages.health.movers import movers
from loiste.pages.here import now, organisation
from loiste.pages.home import wish as wishes
from loiste.pages.home.changes import changes
from loiste.pages.home.wish import Wish
from loiste.pages.numbers import Amount
from loiste.pages.paging import page_number
from loiste.plain.money import from_millionths

MOST_ALERTS = 10
MOST_MOVERS = 5


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    user, ours = cast(User, request.user), organisation()
    wish = wishes.read(request.GET, user, ours.today(now()))
    accounts = going_for(user, wish.scope)
    sums = accounts.aggregate(accounts=Count("pk"), known=Count("standing__mrr"), mrr=Sum("standing__mrr"))
    context = {"wish": wish, "total": sums["accounts"], "unmatched": unmatched(user)}
    if sums["accounts"]:
        judged = last_judged(wish.day)
        context |= {
            "mrr": Amount(from_millionths(sums["mrr"]) if sums["known"] else None, "money", ours.currency),
            "changes": changes(accounts, wish, page_number(request), ours), "judged": judged,
            "behind": judged is not None and judged < wish.first,
            **pressing(user, wish, request), **moved(accounts, wish, judged, ours),
        }  # fmt: skip
    return render(request, "home/page.html", context)


def pressing(user: User, wish: Wish, request: HttpRequest) -> dict[str, Any]:
    """The alerts that press most, as they stand today; on a past day none are shown."""
    if wish.past:
        return {}
    order = ranked(asked(user, Wanted(scope=wish.scope)), wish.today)
    return {
        "entries": entries.entries(lines(order[:MOST_ALERTS]), wish.today), "alerts": len(order), "state": "open",
        "later": wish.today + LATER, "query": request.GET.urlencode(), "place": "home", "undo": undo(request, user),
        "may_change": may(user, Right.CHANGE), "any_day": AlertDay.objects.exists(),
    }  # fmt: skip


def moved(accounts: QuerySet[Account], wish: Wish, judged: date | None, ours: Organisation) -> dict[str, Any]:
    if judged is None:
        return {}
    fell, rose = movers(accounts, judged, past=judged != last_judged(), most=MOST_MOVERS)
    return {"fell": fell, "rose": rose}


def unmatched(user: User) -> dict[str, int] | None:
    """References that lead to no account yet, and their signals; None for who may not see them."""
    if not may(user, Right.SOURCES):
        return None
    return Unmatched.objects.aggregate(count=Count("pk"), signals=Sum("signals", default=0))
