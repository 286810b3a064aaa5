"""What every answer carries: the headers that keep foreign code out, and the language of the reader."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from loiste.pages.here import address_of, organisation_or_none

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)


def security_headers(answer: Answer) -> Answer:
    """Adds the content security policy: only our own files run, nothing inline, no frames."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return with_headers


def origin(answer: Answer) -> Answer:
    """Names where a person acts from, for the audit log: the pages, and the address that the request came from."""

    def named(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.origin = f"page {address_of(request)}"
        return answer(request)

    return named


def language(answer: Answer) -> Answer:
    """Speaks the language of the reader and says so in Content-Language."""

    def spoken(request: HttpRequest) -> HttpResponse:
        chosen = chosen_language(request)
        request.LANGUAGE_CODE = chosen
        with translation.override(chosen):
            response = answer(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return spoken


def chosen_language(request: HttpRequest) -> str:
    """The first that we speak of: the user's own, the cookie's, what the browser asks for, the organisation's."""
    spoken = dict(settings.LANGUAGES)
    user = request.user
    wishes = [getattr(user, "language", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wishes += browser_languages(request.headers.get("Accept-Language", ""))
    organisation = organisation_or_none()
    wishes.append(organisation.language if organisation else "")
    return next((wish for wish in wishes if wish in spoken), settings.LANGUAGE_CODE)


def browser_languages(header: str) -> list[str]:
    """Two-letter codes of an Accept-Language header, the dearest first; nonsense gives none."""
    wishes: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), name.strip().lower().partition("-")[0]))
        except ValueError:
            continue
    return [name for _, name in sorted(wishes, key=lambda wish: wish[0])]
