"""Signing in through the organisation's OpenID Connect server: code flow with PKCE, every token's signature checked."""

from typing import Any

from allauth.core.internal.ratelimit import consume_or_429
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from loiste.organisation.outside import PROVIDER

BROKEN = (RequestException, OAuth2Error, ValueError, KeyError)  # an answer that cannot be had, read or believed


class Server(OpenIDConnectOAuth2Adapter):
    """How we speak with the server; stricter than the library, which trusts whatever comes over the wire to it."""

    @property
    def openid_config(self) -> Any:
        config = super().openid_config
        if str(config["issuer"]).rstrip("/") != self.get_provider().app.settings["issuer"].rstrip("/"):
            raise OAuth2Error("The server calls itself otherwise than LOISTE_OIDC_URL.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return settings.LOISTE_URL + reverse("openid_connect_callback")

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        said = self.checked(app, str(kwargs["response"]["id_token"]))
        if "email" not in said:  # some servers tell it only when asked
            more = self._fetch_user_info(token.token)
            if more.get("sub") != said["sub"]:
                raise OAuth2Error("The server told of somebody else.")
            said = more | said
        return self.get_provider().sociallogin_from_response(request, {"id_token": said})

    def checked(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """What the token says, once its signature, issuer, audience and time are found good."""
        return jwtkit.verify_and_decode(
            credential=id_token, keys_url=self.openid_config["jwks_uri"], issuer=self.openid_config["issuer"],
            audience=app.client_id, lookup_kid=jwtkit.lookup_kid_jwk, verify_signature=True,
        )  # fmt: skip


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Server

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("openid_connect_login")


def provider(request: HttpRequest) -> Provider:
    """The server that the environment names; Http404 when it names none."""
    if not settings.OIDC:
        raise Http404
    return Provider(request, app=SocialApp(provider="openid_connect", **settings.OIDC))


@require_GET
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """To the server. By GET: browsers hold back a form whose answer leads elsewhere, by our content security policy."""
    server = provider(request)
    limited = consume_or_429(request, app="allauth.account", action="login", limit_get=True)
    if limited is not None:
        return limited
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    try:
        return server.redirect(request, process="login", next_url=wanted if ours else None)
    except BROKEN:
        return out_of_order(request)


@require_GET
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """From the server, with a code for the token."""
    provider(request)
    try:
        return OAuth2CallbackView.adapter_view(Server(request, PROVIDER))(request)
    except BROKEN:
        return out_of_order(request)


def out_of_order(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=502)
