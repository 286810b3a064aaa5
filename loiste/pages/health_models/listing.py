"""The list of health models, and the way to a new one."""

import re
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import needs as reads
from loiste.judgement import texts
from loiste.judgement.checks import RESERVED
from loiste.judgement.facts import Needs
from loiste.judgement.health import assigned
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Version
from loiste.judgement.texts import Model
from loiste.pages.allowed import needs
from loiste.pages.health_models.effect import facts_of_today
from loiste.pages.here import now, organisation
from loiste.pages.rule_words import segment_names, sentence

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Line:
    """A model of the list. `accounts`: for how many it holds, None when off; `row`: its last version written here."""

    model: Model
    rule: str
    accounts: int | None
    row: Version | None


@require_GET
@login_required
def health_models(request: HttpRequest) -> HttpResponse:
    return listed(request)


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def model_new(request: HttpRequest) -> HttpResponse:
    """On to the studio with a copy to begin from; nothing is stored by it."""
    if request.method == "GET":
        return redirect("health_models")
    key, start = request.POST.get("key", "").strip(), request.POST.get("from", "")
    if not KEY.fullmatch(key) or key in RESERVED:
        return listed(request, error=_("Write a key of small letters, digits and _, beginning with a letter."))
    if key in texts.every(HEALTH):
        return listed(request, error=_("There is a model %(key)s already; choose another key.") % {"key": key})
    return redirect(f"{reverse('health_model', args=[key])}?{urlencode({'from': start or 'low_touch'})}")


def listed(request: HttpRequest, *, error: str = "") -> HttpResponse:
    every = sorted(texts.every(HEALTH).values(), key=lambda one: (not one.text.on, one.text.order, one.text.key))
    held, nobody = counts([one for one in every if one.text.on])
    context = {
        "lines": [line(one, held.get(one.text.key)) for one in every],
        "nobody": nobody,
        "presets": texts.presets(),
        "may_change": may(cast(User, request.user), Right.SETTINGS),
        "error": error,
        "asked": request.POST,
        "zone": organisation().zone,
    }
    return render(request, "health_models/list.html", context, status=400 if error else 200)


def line(one: Model, accounts: int | None) -> Line:
    rows = texts.written(HEALTH, one.text.key) if one.version else []
    return Line(one, sentence(one.text.applies, organisation(), segment_names()), accounts, rows[0] if rows else None)


def counts(models: list[Model]) -> tuple[dict[str, int], int]:
    """For how many accounts each model holds, and how many none holds for."""
    wanted = Needs()
    for one in models:
        wanted |= reads.of_rule(one.text.applies)
    found = assigned([one.text for one in models], facts_of_today(wanted, now()).known)
    return {one.text.key: int((found == place).sum()) for place, one in enumerate(models)}, int((found < 0).sum())
