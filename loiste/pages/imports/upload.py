"""One file on its way in: its columns, its dry run, its import with progress, its report."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.imports import form, words
from loiste.pages.imports.going import ask_now
from loiste.pages.imports.new import mapping_of
from loiste.pages.imports.result import checked_report
from loiste.pages.sources import report
from loiste.sources.models import State, Upload
from loiste.sources.wizard.preview import preview
from loiste.sources.wizard.saved import alike, mark_used
from loiste.sources.wizard.uploads import CHECK, IMPORT, choose, discard, looked, withdraw

BUSY = (State.WAITING, State.RUNNING)


def found(public_id: str) -> Upload:
    one = Upload.objects.select_related("import_run", "mapping", "mends").filter(public_id=public_id).first()
    if one is None:
        raise Http404
    return one


@require_http_methods(["GET", "POST"])
@needs(Right.SOURCES)
def upload_page(request: HttpRequest, public_id: str) -> HttpResponse:
    one = found(public_id)
    if request.method == "POST":
        return chosen(request, one)
    if one.state == State.DONE and one.import_run:
        return gone_on(request, one)
    if one.state in BUSY:
        return progress(request, one)
    if one.state == State.CHECKED and request.GET.get("step") != "columns":
        return render(request, "imports/checked.html", {**base(request, one, 3), **checked_report(one)})
    return columns(request, one)


def base(request: HttpRequest, one: Upload, step: int) -> dict[str, Any]:
    user = cast(User, request.user)
    kind = report.kind_name(one.kind)
    return {
        "upload": one,
        "kind": kind,
        "step": step,
        "may_change": may(user, Right.IMPORT),
        "zone": organisation().zone,
    }


def gone_on(request: HttpRequest, one: Upload) -> HttpResponse:
    """To the report of the import, or back to the rows that are still to be mended."""
    run = one.import_run
    address = "mend" if one.mends else "import"
    answer = redirect(address, (one.mends or run).public_id)  # type: ignore[union-attr]
    return HttpResponse(headers={"HX-Redirect": answer.url}) if request.htmx else answer  # type: ignore[attr-defined]


def progress(request: HttpRequest, one: Upload) -> HttpResponse:
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    context = {**base(request, one, 3 if one.task == CHECK else 4), "waiting": one.state == State.WAITING}
    return render(request, f"imports/progress.html{part}", context)


def columns(request: HttpRequest, one: Upload, *, error: str = "") -> HttpResponse:
    """The form, whole or as the part that follows each choice."""
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})  # the work has ended while the page showed its progress
    try:
        seen = looked(home(), organisation(), one)
    except ValidationError as trouble:
        return render(request, "imports/unreadable.html", {**base(request, one, 2), "error": trouble.messages[0]})
    same = None if one.mapping else alike(one.kind, list(seen.table.header))
    context = {
        **base(request, one, 2), **form.context(seen, one), "error": error or one.error, "same": same,
        "rows": len(seen.records), "whole": seen.whole, "preview": preview(seen),
        "heads": [words.field_name(source.field.name) for source in (seen.reader.sources if seen.reader else [])],
    }  # fmt: skip
    part = "#how" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"imports/columns.html{part}", context)


def chosen(request: HttpRequest, one: Upload) -> HttpResponse:
    error = keep(request, one)
    if request.htmx:  # type: ignore[attr-defined]
        return columns(request, found(one.public_id), error=error)
    if error:
        messages.error(request, error)
    return redirect("upload", one.public_id)


def keep(request: HttpRequest, one: Upload) -> str:
    """Keeps what the form says; returns why it cannot be, or nothing."""
    try:
        settings = form.settings_from(request.POST.dict())
        choose(home(), organisation(), one, settings, by=cast(User, request.user), now=now())
    except ValidationError as error:
        return str(error.messages[0])
    return ""


@require_POST
@needs(Right.IMPORT)
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    one = found(public_id)
    error = keep(request, one) if "name-0" in request.POST else ""
    if error:
        messages.error(request, error)
    else:
        ask_now(request, one, CHECK)
    return redirect("upload", public_id)


@require_POST
@needs(Right.IMPORT)
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    ask_now(request, found(public_id), IMPORT)
    return redirect("upload", public_id)


@require_POST
@needs(Right.IMPORT)
def use_mapping(request: HttpRequest, public_id: str) -> HttpResponse:
    """Has the file read as a saved mapping says, and checks it at once."""
    one, mapping = found(public_id), mapping_of(request.POST.get("mapping", ""))
    if mapping is None or mapping.kind != one.kind:
        raise Http404
    try:
        choose(home(), organisation(), one, mapping.settings, by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("upload", public_id)
    mark_used(mapping, now())
    ask_now(request, found(public_id), CHECK)
    return redirect("upload", public_id)


@require_POST
@needs(Right.IMPORT)
def withdraw_upload(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        withdraw(found(public_id), by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("upload", public_id)


@require_POST
@needs(Right.IMPORT)
def discard_upload(request: HttpRequest, public_id: str) -> HttpResponse:
    one = found(public_id)
    try:
        discard(home(), one, by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("upload", public_id)
    messages.success(request, _("%(file)s was deleted here; nothing of it was imported.") % {"file": one.file_name})
    return redirect("import_new")
