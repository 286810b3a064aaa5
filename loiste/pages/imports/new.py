"""The first step: what the rows are, and the file."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, check, may
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.imports import words
from loiste.pages.imports.going import ask_now
from loiste.pages.imports.receive import receive, to_disk
from loiste.pages.sources.report import kind_name
from loiste.sources.files.kinds.catalogue import KINDS
from loiste.sources.models import SavedMapping, Upload
from loiste.sources.wizard import store
from loiste.sources.wizard.saved import mark_used
from loiste.sources.wizard.uploads import CHECK, keep_upload

OFFERED = 8  # saved mappings on the page; the rest are on theirs
RECENT = 5


@csrf_exempt  # the check comes behind the choice of where the file goes, which must be made before anything is read
@require_http_methods(["GET", "POST"])
@needs(Right.SOURCES)
def import_new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        check(cast(User, request.user), Right.IMPORT)
        with to_disk(request):
            return checked(request)
    return checked(request)


@csrf_protect
def checked(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return shown(request, request.GET.get("kind", ""), mapping_of(request.GET.get("mapping", "")))
    mapping = None
    try:
        sent = receive(request)
        mapping = mapping_of(request.POST.get("mapping", ""))
        kind = mapping.kind if mapping else request.POST.get("kind", "")
        upload = keep_upload(
            home(), organisation(), sent.path, name=sent.name or "", kind=kind, mapping=mapping,
            by=cast(User, request.user), now=now(),
        )  # fmt: skip
    except ValidationError as error:
        return shown(request, request.POST.get("kind", ""), mapping, error=error.messages[0])
    if mapping:
        mark_used(mapping, now())
        ask_now(request, upload, CHECK)
    return redirect("upload", upload.public_id)


def mapping_of(public_id: str) -> SavedMapping | None:
    return SavedMapping.objects.filter(public_id=public_id).first() if public_id else None


def shown(request: HttpRequest, kind: str, mapping: SavedMapping | None, *, error: str = "") -> HttpResponse:
    user = cast(User, request.user)
    saved = SavedMapping.objects.order_by(F("used_at").desc(nulls_last=True), "-at")
    context = {
        "kinds": [(name, kind_name(name), words.KINDS[name], name == kind) for name in KINDS],
        "saved": [(one, kind_name(one.kind)) for one in saved[:OFFERED]],
        "mapping": mapping,
        "mapping_kind": kind_name(mapping.kind) if mapping else "",
        "error": error,
        "may_change": may(user, Right.IMPORT),
        "most": store.MOST_BYTES // 1024**2,
        "recent": recent(user),
        "step": 1,
        "zone": organisation().zone,
    }
    return render(request, "imports/new.html", context, status=422 if error else 200)


def recent(user: User) -> list[dict[str, Any]]:
    """Files of this person that are not imported yet."""
    found = Upload.objects.filter(by=user.email, import_run=None, mends=None).order_by("-at")[:RECENT]
    return [{"upload": one, "kind": kind_name(one.kind)} for one in found]
