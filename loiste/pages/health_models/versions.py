"""The versions of a health model: who wrote each, when and why, what two of them say differently, and the way back."""

from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import texts, versions
from loiste.judgement.changes import Change, changes
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Version
from loiste.judgement.texts import SHIPPED, Model
from loiste.pages.allowed import needs
from loiste.pages.here import now, organisation


@dataclass(frozen=True)
class Entry:
    """`row`: None for the text that came with Loiste."""

    number: int
    row: Version | None


@dataclass(frozen=True)
class Difference:
    """Place by place, and line by line."""

    before: int
    after: int
    changes: list[tuple[str, Change]]
    lines: list[tuple[str, str]]


@require_GET
@login_required
def model_versions(request: HttpRequest, key: str) -> HttpResponse:
    return shown(request, key)


@require_POST
@needs(Right.SETTINGS)
def model_restore(request: HttpRequest, key: str) -> HttpResponse:
    sent, because = request.POST.get("number", ""), request.POST.get("because", "")
    number = int(sent) if sent.isdigit() else -1
    try:
        made = versions.restore(HEALTH, key, number, because=because, by=cast(User, request.user), now=now())
    except ValidationError as error:
        return shown(request, key, error=error.messages[0])
    words = {"number": made.number, "old": number}
    messages.success(request, _("Version %(number)d is saved with the text of version %(old)d.") % words)
    return redirect("model_versions", key)


def shown(request: HttpRequest, key: str, *, error: str = "") -> HttpResponse:
    last = texts.every(HEALTH).get(key)
    if last is None:
        raise Http404
    entries = [Entry(row.number, row) for row in texts.written(HEALTH, key)]
    if texts.version(HEALTH, key, SHIPPED):
        entries.append(Entry(SHIPPED, None))
    context: dict[str, Any] = {
        "key": key, "last": last, "entries": entries, "error": error, "zone": organisation().zone,
        "may_change": may(cast(User, request.user), Right.SETTINGS),
        "difference": asked(request, key, [one.number for one in entries]),
    }  # fmt: skip
    return render(request, "health_models/versions.html", context, status=400 if error else 200)


def asked(request: HttpRequest, key: str, numbers: list[int]) -> Difference | None:
    """What the two versions of the address say differently; else the last and the one before."""
    if len(numbers) < 2:
        return None
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    pair = [int(text) if text.isdigit() and int(text) in numbers else numbers[1 - n] for n, text in enumerate(chosen)]
    before, after = (texts.version(HEALTH, key, number) for number in pair)
    return difference(before, after) if before and after else None


def difference(before: Model, after: Model) -> Difference:
    found = [(place(one), one) for one in changes(before.text, after.text)]
    lines = unified_diff(before.yaml.splitlines(), after.yaml.splitlines(), lineterm="", n=2)
    return Difference(before.version, after.version, found, [(tone(text), text) for text in list(lines)[2:]])


def place(change: Change) -> str:
    return " › ".join(change.place)


def tone(line: str) -> str:
    return {"+": "added", "-": "removed", "@": "place"}.get(line[:1], "")
