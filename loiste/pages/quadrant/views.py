"""The page of the quadrant. Counts are open to everybody; accounts named are those that one's reach covers."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement.promised import quadrant as in_force
from loiste.pages.dimensions import word
from loiste.pages.here import now, organisation
from loiste.pages.paging import page_number, pages
from loiste.pages.quadrant import board, moves, words
from loiste.pages.quadrant.plot import plot

SIZE = 25
SHOWN = 8  # ways from corner to corner; the rest are folded away


@require_GET
@login_required
def quadrant(request: HttpRequest) -> HttpResponse:
    user, ours, text = cast(User, request.user), organisation(), words.text()
    today = ours.today(now())
    shown = board.days(ours, today, text)
    context: dict[str, Any] = {"text": text, "in_force": in_force(), "may_settings": may(user, Right.SETTINGS)}
    if shown:
        by = request.GET.get("by", "")
        by = by if by in board.SLICES else board.SLICES[0]
        context |= {
            "days": shown, "newest": shown[0], "oldest": shown[-1], "columns": board.trend(shown), "plot": plot(text),
            "names": list(words.names(text).values()), "lacking": board.lacking(text), "slices": board.slices(by),
            "by": word(by), "choices": [(key, word(key), key == by) for key in board.SLICES],
            **movement(request, user),
        }  # fmt: skip
    return render(request, "quadrant/page.html", context)


def movement(request: HttpRequest, user: User) -> dict[str, Any]:
    """Who moved between the two days asked."""
    ours, names = organisation(), words.names()
    today = ours.today(now())
    days = moves.span(request.GET, today)
    if days is None:
        return {"today": today}
    chosen, number, flows = request.GET.get("move", ""), page_number(request), moves.flows(days, names)
    chosen = chosen if chosen in {one.key for one in flows} else ""
    found = moves.movers(user, days, chosen)
    total = found.count()
    rows = found[(number - 1) * SIZE : number * SIZE]
    span = {"from": days.first.as_of.isoformat(), "to": days.last.as_of.isoformat()}
    return {
        "span": days, "flows": {"first": flows[:SHOWN], "rest": flows[SHOWN:]},
        "chosen": next((one for one in flows if one.key == chosen), None), "total": total,
        "movers": [moves.mover(one, names, ours) for one in rows], "today": today,
        "pages": pages(number, SIZE, total, {**span, "move": chosen}, "#movers"),
    }  # fmt: skip
