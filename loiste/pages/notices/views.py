"""What turned for whoever asks: their notices, the newest first, and marking them as seen."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.judgement import notices as ours
from loiste.judgement.kinds import ALERT
from loiste.judgement.notice_words import told
from loiste.judgement.texts import every
from loiste.pages import paging
from loiste.pages.alerts.entries import entry
from loiste.pages.here import now, organisation

SIZE = 50


@require_GET
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    user, number = cast(User, request.user), paging.page_number(request)
    only = request.GET.get("state") == "unseen"
    found = ours.notices_for(user)
    found = found.filter(seen_at=None) if only else found
    rules, total = every(ALERT), found.count()
    filters = {"state": "unseen"} if only else {}
    rows = list(found[(number - 1) * SIZE : number * SIZE])
    today = organisation().today(now())
    context = {
        "lines": [(told(one, rules), entry(one.change.alert, rules, today)) for one in rows], "total": total,
        "only": only, "pages": paging.pages(number, SIZE, total, filters), "query": request.GET.urlencode(),
        "newest": max((one.pk for one in rows), default=0), "zone": organisation().zone,
    }  # fmt: skip
    return render(request, "notices/page.html", context)


@require_POST
@login_required
def seen(request: HttpRequest) -> HttpResponse:
    """One, or all that the page knew of."""
    one, newest = (number(request.POST.get(name, "")) for name in ("one", "newest"))
    ours.mark_seen(cast(User, request.user), now(), newest=newest or one, one=one or None)
    return redirect(reverse("notices") + ("?state=unseen" if "state=unseen" in request.POST.get("query", "") else ""))


def number(text: str) -> int:
    """0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
