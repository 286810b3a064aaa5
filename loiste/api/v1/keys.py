"""Who asks: the key in the Authorization head. It acts as itself, within its scopes and its rate."""

from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from loiste.accounts.client import client_address
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
        address = client_address(request.META, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
        return replace(found, origin=f"api {address}".strip())


def by(request: HttpRequest) -> Holder:
    """The key that asks."""
    return cast(Holder, cast(Any, request).auth)


def needs(request: HttpRequest, scope: str) -> Holder:
    """The key, if it has the scope."""
    found = by(request)
    if scope not in found.scopes:
        raise Wrong(403, "wrong_scope", _("This key lacks the scope %(scope)s; make one with it.") % {"scope": scope})
    return found
