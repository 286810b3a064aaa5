"""One live source: its keys and settings, how to send to it, what came last, and a light for the first event."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.sources import arrivals, live
from loiste.pages.sources.refused_words import lines as refused_lines
from loiste.pages.sources.snippets import snippets
from loiste.sources.inbox import keys
from loiste.sources.models import Key, Source


def found_source(public_id: str) -> Source:
    return get_object_or_404(Source, public_id=public_id)


@require_GET
@needs(Right.SOURCES)
def source(request: HttpRequest, public_id: str) -> HttpResponse:
    return source_page(request, found_source(public_id))


def source_page(request: HttpRequest, one: Source, *, secret: str = "", error: str = "") -> HttpResponse:
    """`secret`: of a key just made, shown this once."""
    moment = now()
    context = {
        "source": one,
        "card": live.one_card(home(), one, moment),
        "light": light_of(one),
        "secret": secret,
        "error": error,
        "keys": Key.objects.filter(source=one).order_by("revoked_at", "-id"),
        "snippets": snippets(settings.LOISTE_URL.rstrip("/"), secret),
        "arrivals": arrivals.newest(home(), one.name, moment),
        "refused": refused_lines(one.name),
        "admin": may(cast(User, request.user), Right.CONNECT),
        "zone": organisation().zone,
    }
    response = render(request, "sources/source.html", context, status=400 if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def light_of(one: Source) -> bool:
    """Whether something has come since the newest key was made."""
    newest = Key.objects.filter(source=one, revoked_at=None).order_by("-id").first()
    return one.last_at is not None and (newest is None or one.last_at >= newest.made_at)


@require_GET
@needs(Right.SOURCES)
def light(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asked again and again by the page until something has come."""
    one = found_source(public_id)
    on = light_of(one)
    context = {
        "source": one, "light": on, "zone": organisation().zone, "alone": True,
        "arrivals": arrivals.newest(home(), one.name, now(), most=1) if on else [],
    }  # fmt: skip
    return render(request, "sources/_light.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.CONNECT)
def key_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Makes a key and answers with the page itself, since the secret is nowhere to be had again."""
    one = found_source(public_id)
    if request.method == "GET":  # the address of the answer, asked again
        return redirect("source", public_id)
    user = cast(User, request.user)
    try:
        secret = keys.add_key(
            request.POST.get("name", ""), scopes=["ingest"], source=one.name, by=user, now=now()
        )  # fmt: skip
    except ValidationError as error:
        return source_page(request, one, error=" ".join(error.messages))
    return source_page(request, one, secret=secret)


@require_http_methods(["GET", "POST"])
@needs(Right.CONNECT)
def source_add(request: HttpRequest) -> HttpResponse:
    """A source with its first key, which has the source's name."""
    if request.method == "GET":
        return redirect("sources")
    name = request.POST.get("name", "").strip()
    user = cast(User, request.user)
    try:
        if Source.objects.filter(name=name).exists():
            raise ValidationError(_("There is a source called %(name)s already; make a key there.") % {"name": name})
        secret = keys.add_key(name, scopes=["ingest"], source=None, by=user, now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("sources")
    return source_page(request, Source.objects.get(name=name), secret=secret)


@require_POST
@needs(Right.CONNECT)
def key_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    key = Key.objects.filter(public_id=public_id).select_related("source").first()
    if key is None or key.source is None:
        raise Http404
    keys.revoke_key(key, by=cast(User, request.user), now=now())
    messages.success(request, _("%(name)s lets nobody in from now on.") % {"name": key.name})
    return redirect("source", key.source.public_id)


@require_POST
@needs(Right.CONNECT)
def source_settings(request: HttpRequest, public_id: str) -> HttpResponse:
    one = found_source(public_id)
    changes: dict[str, object] = {
        "create": request.POST.get("create") == "1",
        "attribute": request.POST.get("attribute", "").strip()[:60],
        "group_type": request.POST.get("group_type", "").strip()[:60],
    }
    keys.set_source(one, changes, by=cast(User, request.user), now=now())
    messages.success(request, _("Settings of %(name)s are saved; they hold for what comes next.") % {"name": one.name})
    return redirect("source", public_id)
