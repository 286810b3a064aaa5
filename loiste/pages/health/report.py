"""Whose overrides were right: a page over all that are over, and those that hold now."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.judgement.overrides import overrides_for
from loiste.judgement.verdicts import Record, Verdict, records, verdicts
from loiste.pages.health import words
from loiste.pages.here import home, now, organisation
from loiste.pages.numbers import Amount
from loiste.pages.paging import page_number, pages

SIZE = 50


@dataclass(frozen=True)
class Line:
    """An override that is over, with what came of it in words."""

    verdict: Verdict
    own: Amount
    machine: Amount
    later: Amount
    word: str
    tone: str


@dataclass(frozen=True)
class Sum:
    """Of one author: counts of right, wrong, neither and unknown. `share` is of those that could be said."""

    record: Record
    override: int
    machine: int
    neither: int
    unknown: int
    share: Amount


@require_GET
@login_required
def overrides(request: HttpRequest) -> HttpResponse:
    user, ours, number = cast(User, request.user), organisation(), page_number(request)
    today = ours.today(now())
    over = verdicts(home(), ours, by=user, today=today)
    shown = over[(number - 1) * SIZE : number * SIZE]
    running = overrides_for(user).filter(day__lte=today, expires__gte=today, ended_on=None)[:SIZE]
    context: dict[str, Any] = {
        "sums": [summed(one) for one in records(over)], "lines": [line(one) for one in shown],
        "running": [(one, words.points(one.score), words.points(one.machine)) for one in running],
        "pages": pages(number, SIZE, len(over), {}, "#over"), "total": len(over),
    }  # fmt: skip
    return render(request, "health/overrides.html", context)


def line(one: Verdict) -> Line:
    word, tone = words.RIGHT[one.right]
    made = one.override
    return Line(one, words.points(made.score), words.points(made.machine), words.points(one.later), str(word), tone)


def summed(one: Record) -> Sum:
    counts = {name: one.counts[name] for name in words.RIGHT}
    said = sum(counts.values()) - counts["unknown"]
    return Sum(one, **counts, share=words.share(counts["override"] / said if said else None))
