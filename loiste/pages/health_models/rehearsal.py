"""The rehearsal of a model: would it have told who leaves? Asked for here, done by a worker, read by everyone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import runs, texts
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Run, RunState
from loiste.judgement.rehearsal import too_near
from loiste.judgement.runs import DEFAULT, Wish
from loiste.judgement.texts import SHIPPED
from loiste.pages.allowed import needs
from loiste.pages.health_models import told, words
from loiste.pages.here import now, organisation, worker_alive

LEAD, SPAN = 90, 364  # days, when the address does not say
LISTED = 8


@dataclass(frozen=True)
class Earlier:
    """One of the last rehearsals of the model, and its page."""

    run: Run
    address: str
    verdict: str


@require_GET
@login_required
def model_rehearsal(request: HttpRequest, key: str) -> HttpResponse:
    wish = wished(key, request.GET)
    trouble = ""
    try:
        runs.sound(wish, today())
    except ValidationError as error:
        trouble = error.messages[0]
    return shown(request, wish, trouble)


@require_POST
@needs(Right.SETTINGS)
def rehearsal_ask(request: HttpRequest, key: str) -> HttpResponse:
    wish = wished(key, request.POST)
    try:
        runs.ask(wish, today=today(), by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(address(wish))


def today() -> date:
    return organisation().today(now())


def wished(key: str, sent: QueryDict) -> Wish:
    """What the address asks for; what it does not say, or says wrongly, as it is best: a year up to `lead` days ago."""
    every = texts.every(HEALTH)
    if key != DEFAULT and key not in every:
        raise Http404
    version = number(sent, "version", SHIPPED if key == DEFAULT else every[key].version)
    lead = number(sent, "lead", LEAD)
    last = day(sent, "to") or today() - timedelta(days=min(lead, runs.MOST_LEAD))
    first = day(sent, "from") or last - timedelta(days=SPAN)
    return Wish(key, version, first, last, sent.get("churn", "revenue"), lead, number(sent, "every", 28))


def number(sent: QueryDict, name: str, otherwise: int) -> int:
    text = sent.get(name, "")
    return int(text) if text.isdigit() and len(text) < 8 else otherwise


def day(sent: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(sent.get(name, ""))
    except ValueError:
        return None


def address(wish: Wish) -> str:
    said: dict[str, str | int] = {
        "from": wish.first.isoformat(), "to": wish.last.isoformat(), "churn": wish.churn, "lead": wish.lead,
        "every": wish.every, **({} if wish.model == DEFAULT else {"version": wish.version}),
    }  # fmt: skip
    return f"{reverse('model_rehearsal', args=[wish.model])}?{urlencode(said)}"


def shown(request: HttpRequest, wish: Wish, trouble: str) -> HttpResponse:
    run = None if trouble else runs.newest(wish)
    context = {
        "wish": wish, "run": run, "trouble": trouble, "here": address(wish), "name": name_of(wish),
        "board": told.board(run.told, wish.lead) if run and run.state == RunState.DONE else None,
        "busy": run is not None and run.state in runs.BUSY,
        "waiting": run is not None and run.state == RunState.WAITING,
        "failed": run is not None and run.state == RunState.FAILED, "alone": not worker_alive(),
        "near": too_near(wish.last, wish.lead, today()),
        "churns": [(value, text, value == wish.churn) for value, text in words.CHURN.items()],
        "may_change": may(cast(User, request.user), Right.SETTINGS), "zone": organisation().zone,
        "earlier": earlier(wish), "is_default": wish.model == DEFAULT,
    }  # fmt: skip
    part = "#run" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"health_models/rehearsal.html{part}", context, status=400 if trouble else 200)


def name_of(wish: Wish) -> str:
    if wish.model == DEFAULT:
        return _("The models in force")
    return str(texts.every(HEALTH)[wish.model].text.name)


def earlier(wish: Wish) -> list[Earlier]:
    """The last rehearsals of this model, the newest first."""
    found = Run.objects.filter(model=wish.model).select_related("by").order_by("-asked_at", "-id")[:LISTED]
    return [Earlier(run, address(of_run(run)), told.verdict(run.told)) for run in found]


def of_run(run: Run) -> Wish:
    version: Any = run.versions.get(run.model, SHIPPED)
    return Wish(run.model, version, run.first, run.last, run.churn, run.lead, run.every)
