"""A person looked up, told about, erased; and how far an erasure is."""

import json
from typing import cast

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, worker_alive
from loiste.pages.privacy.held import Held, held, means
from loiste.pages.privacy.kept import kept
from loiste.privacy.disclosing import disclose
from loiste.privacy.erasing import erase
from loiste.privacy.person import find
from loiste.privacy.receipts import receipt, receipts


@never_cache
@needs(Right.PRIVACY)
def privacy(request: HttpRequest) -> HttpResponse:
    """By GET with a public id, as other pages link here; what somebody types is posted, so that no log keeps it."""
    user = cast(User, request.user)
    asked = request.POST.get("who", "") or request.GET.get("who", "")
    found, error = looked_up(asked.strip())
    context = {"found": found, "error": error, "asked": asked, "receipts": receipts(by=user), "kept": kept()}
    return render(request, "privacy/page.html", context)


def looked_up(who: str) -> tuple[Held | None, str]:
    """What is held on them, or why nothing is shown."""
    if not who:
        return None, ""
    try:
        return held(home(), who), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


@require_POST
@needs(Right.PRIVACY)
def tell(request: HttpRequest) -> HttpResponseBase:
    """Everything on the person as a file."""
    moment = now()
    try:
        person = find(home(), request.POST.get("who", "").strip())
    except ValidationError:
        return privacy(request)
    content = disclose(home(), person, by=cast(User, request.user), now=moment)
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="person-{moment.date().isoformat()}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@never_cache
@needs(Right.PRIVACY)
def sure(request: HttpRequest) -> HttpResponseBase:
    """Asks, saying all that will go; and once what is asked for is typed, begins."""
    found, error = looked_up(request.POST.get("who", "").strip())
    if found is None:
        return privacy(request)
    typed = request.POST.get("typed")
    if typed is not None and means(found, typed):
        try:
            begun = erase(found.person, by=cast(User, request.user), now=now())
            return redirect("erasure", begun.public_id)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
    elif typed is not None:
        error = _("That is not what was asked for; type %(text)s.") % {"text": found.to_type}
    return render(request, "privacy/sure.html", {"found": found, "error": error})


@require_GET
@never_cache
@needs(Right.PRIVACY)
def erasure(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        one = receipt(public_id, by=cast(User, request.user))
    except ObjectDoesNotExist as error:
        raise Http404(_("There is no such erasure.")) from error
    name = "privacy/erasure.html#state" if request.headers.get("hx-request") else "privacy/erasure.html"
    return render(request, name, {"one": one, "worker": worker_alive()})
