"""Who asks: the key in the Authorization head. It acts as itself, within its scopes and its rate."""

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from loiste.api.v1 import rate
from loiste.api.v1.problems import Wrong, no_text, unknown_key
from loiste.sources.inbox.keys import Holder, holder


class Bearer(HttpBearer):
    """`Authorization: Bearer KEY`."""

    def authenticate(self, request: HttpRequest, token: str) -> Holder | None:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise no_text()
        found = holder(token) if token.isascii() and token.isprintable() else None
        if found is None:
            raise unknown_key()
        rate.spend(request, found.public_id)
        return replace(found, origin=f"api {request.META.get('REMOTE_ADDR', '')}".strip())


def by(request: HttpRequest) -> Holder:
    """The key that asks."""
    return cast(Holder, cast(Any, request).auth)


def needs(request: HttpRequest, scope: str) -> Holder:
    """The key, if it has the scope."""
    found = by(request)
    if scope not in found.scopes:
        raise Wrong(403, "wrong_scope", _("This key lacks the scope %(scope)s; make one with it.") % {"scope": scope})
    return found
