"""What every answer of the API carries, whoever made it: problems for errors, the rate, an ETag on reads."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _

from loiste.api.v1 import problems

PREFIX = "/api/v1/"


def dressed(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware; leaves all other addresses alone."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return answer(request)
        odd = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        return dress(request, problems.answer(problems.no_text()) if odd else answer(request))

    return answered


def dress(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 405 and response.headers["Content-Type"] != problems.TYPE:
        allow = response.headers.get("Allow", "")
        detail = _("This address knows: %(methods)s.") % {"methods": allow}
        response = problems.answer(problems.Wrong(405, "no_method", detail, headers={"Allow": allow}))
    if response.status_code == 400 and response.headers["Content-Type"] != problems.TYPE:
        response = problems.answer(problems.no_text())  # the store refused what the request held
    for name, value in getattr(request, "rate", {}).items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.method == "GET" and response.status_code == 200 and not response.streaming:
        set_response_etag(response)
        etag = response.headers["ETag"]
        response = get_conditional_response(request, etag=etag, response=response) or response
    return response
