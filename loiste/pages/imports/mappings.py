"""Saved mappings: listed, saved from an import, renamed, deleted."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs
from loiste.pages.here import now, organisation
from loiste.pages.imports.new import mapping_of
from loiste.pages.imports.words import field_name
from loiste.pages.sources.report import kind_name
from loiste.sources.models import Import, SavedMapping
from loiste.sources.wizard.saved import delete_mapping, rename_mapping, save_mapping


@require_GET
@needs(Right.SOURCES)
def mappings(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    found = [(one, kind_name(one.kind), pairs(one)) for one in SavedMapping.objects.order_by("name")]
    context = {"mappings": found, "may_change": may(user, Right.IMPORT), "zone": organisation().zone}
    return render(request, "imports/mappings.html", context)


def pairs(one: SavedMapping) -> str:
    """The columns and what they give, in a line, in the order of the file."""
    said, places = one.settings.get("columns", {}), {name: place for place, name in enumerate(one.header)}
    columns = sorted(said, key=lambda column: places.get(column, len(places)))
    return ", ".join(f"{column} → {field_name(said[column])}" for column in columns)


def existing(public_id: str) -> SavedMapping:
    one = mapping_of(public_id)
    if one is None:
        raise Http404
    return one


@require_POST
@needs(Right.IMPORT)
def save(request: HttpRequest, public_id: str) -> HttpResponse:
    run = get_object_or_404(Import, public_id=public_id)
    try:
        one = save_mapping(run, request.POST.get("name", ""), by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("import", public_id)
    text = _("The mapping %(name)s is saved; choose it when the next file comes.")
    messages.success(request, text % {"name": one.name})
    return redirect("import", public_id)


@require_POST
@needs(Right.IMPORT)
def rename(request: HttpRequest, public_id: str) -> HttpResponse:
    one = existing(public_id)
    try:
        rename_mapping(one, request.POST.get("name", ""), by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("mappings")


@require_POST
@needs(Right.IMPORT)
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    one = existing(public_id)
    delete_mapping(one, by=cast(User, request.user), now=now())
    messages.success(
        request, _("The mapping %(name)s is deleted; what was imported with it stays.") % {"name": one.name}
    )
    return redirect("mappings")
