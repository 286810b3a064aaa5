"""One account: the facts that matter, its timeline, and its parts, today or as of a past day."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django_htmx.middleware import HtmxDetails

from loiste.accounts.doors import account_for, stands_for
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import Right, may
from loiste.pages.account import (
    alerts,
    attributes,
    choices,
    parts,
    renewal,
    session,
    since,
    timeline,
    usage,
    whole_signal,
)
from loiste.pages.account import header as heads
from loiste.pages.account.look import Look
from loiste.pages.account.wish import PARTS, day_or_none, read
from loiste.pages.health.standing import standing
from loiste.pages.here import home, now, organisation
from loiste.pages.quadrant.of_account import place
from loiste.pages.renewals.words import CALLED
from loiste.pages.tiers import of_account

Context = dict[str, Any]


def look_of(request: HttpRequest, one: Account) -> Look:
    ours, moment = organisation(), now()
    wish = read(request.GET, ours.today(moment), reverse("account", args=[one.public_id]))
    return Look(home(), ours, one, cast(User, request.user), wish, moment)


@require_GET
@login_required
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    user = cast(User, request.user)
    other = stands_for(user, public_id)
    if other is not None:
        return redirect("account", other.public_id)
    look = look_of(request, account_for(user, public_id))
    if cast(HtmxDetails, request.htmx) and (look.wish.before or look.wish.week):  # type: ignore[attr-defined]
        return render(request, "account/_items.html", {**base(look), **of_timeline(look)})
    return page(request, look)


def page(request: HttpRequest, look: Look, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page; `more` is what was written into a form that could not be saved."""
    header = heads.header(look)
    context = base(look) | {
        "header": header, "parts": ways(look), "since_address": look.wish.view("since"),
        "undo": session.take(request, look.account),
        "owners": choices.owners(look.user) if look.may_change else [], **MAKERS[look.wish.part](look),
        **(alerts.alerts_of(look, request) if not look.wish.part else {}),
        **({} if look.wish.part else {"renewal": renewal.renewal(look, header.talk.day if header.talk else None)}),
        "call_words": CALLED,
    }  # fmt: skip
    return render(request, "account/page.html", context | more, status=status)


def base(look: Look) -> Context:
    return {
        "account": look.account, "look": look, "wish": look.wish, "zone": look.zone, "may_change": look.may_change,
        "may_note": look.may_note,
        "may_merge": may(look.user, Right.MATCH) and not look.wish.past,
        "note_kinds": choices.note_kinds(),
    }  # fmt: skip


def ways(look: Look) -> list[timeline.Way]:
    return [timeline.Way(str(name), look.wish.view(part), part == look.wish.part) for part, name in PARTS.items()]


def of_timeline(look: Look) -> Context:
    if look.wish.week:
        return {"timeline": timeline.week(look, look.wish.week)}
    return {"timeline": timeline.timeline(look)}


def of_overview(look: Look) -> Context:
    beside = {"people": parts.persons(look, most=6), "subscriptions": parts.lines(look)}
    beside |= {"details": attributes.in_short(look), "use": usage.use(look, brief=True)}
    beside |= {"standing": standing(look.account, look.wish.day, today=look.wish.today), "standing_day": look.wish.day}
    beside |= {"tiering": of_account.standing(look), "cornered": place(look.account, look.wish.day)}
    return of_timeline(look) | beside | {"kinds": timeline.ways(look.wish), "channels": timeline.channels(look)}


MAKERS: dict[str, Callable[[Look], Context]] = {
    "": of_overview,
    "since": lambda look: {"since": since.since(look)},
    "usage": lambda look: {"use": usage.use(look)},
    "people": lambda look: {"people": parts.persons(look)},
    "subscriptions": lambda look: {"subscriptions": parts.lines(look)},
    "tickets": lambda look: {"cases": parts.cases(look)},
    "answers": lambda look: {"answers": parts.answers(look)},
    "notes": lambda look: {"notes": parts.notes(look)},
    "attributes": lambda look: {"attributes": attributes.attributes_of(look)},
}


@require_GET
@login_required
def signal(request: HttpRequest, public_id: str, kind: str, signal_id: str) -> HttpResponse:
    """One signal with all that it says: a page of its own, or the part that opens in the timeline."""
    look = look_of(request, account_for(cast(User, request.user), public_id))
    found = whole_signal.whole(look, kind, signal_id, day_or_none(request.GET, "day"))
    if found is None:
        raise Http404
    name = "account/_signal.html" if cast(HtmxDetails, request.htmx) else "account/signal.html"  # type: ignore[attr-defined]
    return render(request, name, {**base(look), "signal": found})
