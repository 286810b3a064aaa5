"""Changing the texts of tiers, key accounts, fit and quadrant: a form for a tier's usual fields, YAML for all."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loiste.accounts.models import User
from loiste.accounts.permissions import Right
from loiste.judgement import texts
from loiste.judgement.edited import edited
from loiste.judgement.kinds import FIT, KEY_ACCOUNT, QUADRANT, TIER, Kind
from loiste.judgement.models import Version
from loiste.judgement.versions import change_text
from loiste.judgement.words import BadText
from loiste.pages.allowed import needs
from loiste.pages.here import now, organisation
from loiste.pages.tiers import words

KINDS: dict[str, Kind[Any]] = {kind.name: kind for kind in (TIER, KEY_ACCOUNT, FIT, QUADRANT)}
WRONG = 422  # a form that could not be saved comes back with what was written
NEW = "new"
START = """key: my_tier
order: 40
name: {fi: Oma taso, en: Our tier}
rule: {metric: mrr, at_least: 1000}
contact_days: 90
onboarding: online
automation: some
words: {fi: Mitä lupaamme, en: What we promise}
"""
NUMBERS = ("order", "contact_days", "meeting_days")
Typed = Mapping[str, str]


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def tier_text(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    found = KINDS.get(kind)
    if found is None or (key == NEW and found is not TIER):
        raise Http404
    before = texts.every(found).get(key)
    if before is None and key != NEW:
        raise Http404
    if request.method == "GET":
        return shown(request, found, key)
    typed = request.POST
    try:
        yaml = typed.get("yaml", "") if typed.get("way") == "yaml" or before is None else form_yaml(before.yaml, typed)
        made = change_text(found, yaml, by=cast(User, request.user), now=now(), because=typed.get("because", ""))
    except (ValidationError, BadText) as error:
        said = error.messages[0] if isinstance(error, ValidationError) else str(error)
        return shown(request, found, key, status=WRONG, error=said, typed=typed)
    messages.success(request, saved(made))
    return redirect(found.name if found in (FIT, QUADRANT) else "tiers")


def saved(made: Version | None) -> str:
    if made is None:
        return _("Nothing was changed.")
    return _("Saved as version %(number)d. It holds from the next day that is judged.") % {"number": made.number}


def form_yaml(yaml: str, typed: Typed) -> str:
    """The text with what the form says; ValidationError for what is no number."""
    fields: dict[str, Any] = {name: number(typed.get(name, "")) for name in NUMBERS}
    fields |= {
        name: {lang: typed.get(f"{name}_{lang}", "").strip() for lang in ("fi", "en")} for name in ("name", "words")
    }
    fields |= {name: typed.get(name, "") for name in ("onboarding", "automation")}
    return edited(yaml, fields | {"on": typed.get("on") == "1"})


def number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isascii() or not text.strip().isdigit():
        raise ValidationError(
            _("%(text)s is not a whole number of days; leave it empty to promise none.") % {"text": text}
        )
    return int(text)


def shown(request: HttpRequest, kind: Kind[Any], key: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: what was typed and why it could not be saved."""
    before = texts.every(kind).get(key)
    typed: Typed = more.get("typed", {})
    rows = Version.objects.filter(kind=kind.name, text_key=key).select_related("by").order_by("-number")[:10]
    context = {
        "kind": kind.name, "key": key, "text": before.text if before else None, "versions": rows,
        "yaml": typed.get("yaml") or (before.yaml if before else START), "zone": organisation().zone,
        "is_tier": kind is TIER, "onboardings": words.ONBOARDING.items(), "automations": words.AUTOMATION.items(),
    }  # fmt: skip
    return render(request, "tiers/text.html", context | more, status=status)
