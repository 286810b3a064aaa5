"""The studio: one health model, read by everyone, written by who may; nothing holds before it is saved."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import snapshot, texts, versions
from loiste.judgement.kinds import HEALTH
from loiste.judgement.texts import Model
from loiste.pages.allowed import needs
from loiste.pages.health_models import deeds, fields, words
from loiste.pages.health_models.draft import Draft, copied, of_fields, of_text
from loiste.pages.health_models.effect import Values, effect
from loiste.pages.health_models.faults import Fault
from loiste.pages.here import now, organisation
from loiste.pages.rule_words import segment_names, sentence


@require_http_methods(["GET", "POST"])
@login_required
def health_model(request: HttpRequest, key: str) -> HttpResponse:
    """The page with a draft, and after each change the part that shows what it would do."""
    last = texts.every(HEALTH).get(key)
    if request.method == "GET":
        return page(request, key, last, begun(request, key, last), as_text=request.GET.get("view") == "text")
    deed, draft = request.POST.get("do", ""), sent_draft(request)
    if not may(cast(User, request.user), Right.SETTINGS):  # a rule of one's own making could ask for a single account
        deed, draft = "", begun(request, key, last)
    if deed == "fresh":
        snapshot.forget()
    if request.htmx and request.htmx.target == "effect":  # type: ignore[attr-defined]
        context = shown(request, key, last, draft, swapped="yaml" not in request.POST)
        return render(request, "health_models/studio.html#effect", context)
    as_text = deed == "text" or (deed != "fields" and "yaml" in request.POST) or not draft.formed
    if deed:
        draft = deeds.done(draft, deed, request.POST.dict(), now())
    return page(request, key, last, draft, as_text=as_text, opened=deed == "add", tried=True)


@require_http_methods(["POST"])
@needs(Right.SETTINGS)
def model_save(request: HttpRequest, key: str) -> HttpResponse:
    """Saves the draft as the next version; what cannot be saved stays as it was typed."""
    draft, seen, because = sent_draft(request), request.POST.get("seen", ""), request.POST.get("because", "")
    try:
        if draft.faults:
            raise ValidationError(_("Mend what is marked first; nothing was saved."))
        number = int(seen) if seen.isdigit() else None
        by = cast(User, request.user)
        made = versions.adopt(HEALTH, draft.yaml, key=key, seen=number, because=because, by=by, now=now())
    except ValidationError as error:
        last = texts.every(HEALTH).get(key)
        as_text = "yaml" in request.POST or not draft.formed
        more: dict[str, Any] = {"error": error.messages[0], "because": because}
        if error.code != versions.MEANWHILE:  # else the next attempt is made in knowledge of the other version
            more["seen"] = seen
        return page(request, key, last, draft, as_text=as_text, tried=True, status=400, **more)
    said = _("Version %(number)d is saved and holds from the next judging on.")
    messages.success(request, said % {"number": made.number})
    return redirect("health_model", key)


def sent_draft(request: HttpRequest) -> Draft:
    sent = request.POST.dict()
    return of_text(str(sent["yaml"])) if "yaml" in sent else of_fields({k: str(v) for k, v in sent.items()})


def begun(request: HttpRequest, key: str, last: Model | None) -> Draft:
    """What one begins from: the last version, or the model or preset that the address names."""
    start = request.GET.get("from", "")
    known = {f"preset:{one.text.key}": one for one in texts.presets()} | texts.every(HEALTH)
    if start in known:
        return copied(known[start].yaml, key)
    if last is None:
        raise Http404
    return of_text(last.yaml)


def page(
    request: HttpRequest, key: str, last: Model | None, draft: Draft, *, as_text: bool, opened: bool = False,
    tried: bool = False, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """`tried`: with the effect at once, since something was sent; else it comes when the page stands."""
    as_text = as_text or not draft.formed
    context = {
        **shown(request, key, last, draft if tried else None), "draft": draft, "as_text": as_text, "opened": opened,
        "may_change": may(cast(User, request.user), Right.SETTINGS),
        "seen": "" if last is None else last.version, "last": last, "faults": draft.faults,
        "rule": sentence(draft.model.applies, organisation(), segment_names()) if draft.model else "",
        **more,
    }  # fmt: skip
    if not as_text:
        context |= form(draft, context["drawn"])
    part = "#studio" if request.htmx and request.htmx.target == "studio" else ""  # type: ignore[attr-defined]
    return render(request, f"health_models/studio.html{part}", context, status=200 if part else status)


def form(draft: Draft, drawn: dict[int, Values]) -> dict[str, Any]:
    return {
        "model_fields": fields.of_model(draft),
        "groups": list(enumerate(fields.of_groups(draft))),
        "components": [(one, drawn.get(one.place)) for one in fields.of_components(draft)],
        "metrics": fields.choices(""),
        "grouped": draft.raw.get("combine", "mean") == "mean",
    }


def shown(
    request: HttpRequest, key: str, last: Model | None, draft: Draft | None, *, swapped: bool = False
) -> dict[str, Any]:
    """What the part with the effect shows. `swapped`: the drawings beside the fields are exchanged with it."""
    found = effect(draft.model, cast(User, request.user), now()) if draft and draft.model else None
    return {
        "key": key, "effect": found, "waits": draft is None, "swapped": swapped, "zone": organisation().zone,
        "faults": draft.faults if draft else cast(list[Fault], []), "bands": words.bands(),
        "drawn": {one.place: one for one in found.values} if found else {},
    }  # fmt: skip
