"""What every answer carries: the headers that keep foreign code out, and the language of the reader."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from loiste.organisation.headers import guards
from loiste.pages.here import address_of, organisation_or_none

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
Answer = Callable[[HttpRequest], HttpResponse]


def security_headers(answer: Answer) -> Answer:
    """Adds the guards to whatever is answered, files and errors too: so it stands before all other middleware."""
    heads = guards(settings.LOISTE_URL)

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in heads.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-cache")  # files of ours say otherwise themselves
        return response

    return with_headers


def origin(answer: Answer) -> Answer:
    """Names where a person acts from, for the audit log: the pages, and the address that the request came from."""

    def named(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.origin = f"page {address_of(request)}"
        return answer(request)

    return named


API = "/api/v1/"


class OnlyText:
    """Refuses what no database keeps, before or after a page has tried: NUL in an address or form, numbers beyond all.

    Both stores refuse the same: SQLite alone would keep a NUL. The API says so in its own way.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(API):
            return self.answer(request)
        if "\0" in "".join((request.path, *request.COOKIES.values())) or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest(_("There is a NUL character in the address; take it out."))
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, words: object, named: object) -> None:
        # A file on its way to disk must not be read before the page has said where to; whatever else comes is text.
        formed = request.content_type in FORMS and not getattr(view, "csrf_exempt", False)
        said = request.POST.lists() if formed else []
        if any("\0" in text for _name, texts in said for text in texts):
            raise BadRequest(_("There is a NUL character in the form; take it out."))

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, DataError):
            raise BadRequest(_("The form or the address holds something that cannot be kept.")) from error


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
