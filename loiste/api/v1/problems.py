"""What goes wrong, told as RFC 9457 says: application/problem+json with type, title, status and detail."""

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja import errors as ninja_errors
from pydantic import Field

from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.inbox.refusal import Refusal

TYPE = "application/problem+json"


class Problem(Schema):
    """What went wrong, and what to do about it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, Any]] | None = Field(None, description="of a body or query: where, and what is wrong")


class Wrong(Exception):
    """A request that cannot be answered. `code` is for programs and never translated."""

    def __init__(self, status: int, code: str, detail: str, *, errors: list[dict[str, Any]] | None = None,
                 headers: dict[str, str] | None = None) -> None:  # fmt: skip
        super().__init__(detail)
        self.status, self.code, self.detail, self.errors, self.headers = status, code, detail, errors, headers or {}


def answer(wrong: Wrong) -> HttpResponse:
    said: dict[str, Any] = {
        "type": "about:blank", "title": HTTPStatus(wrong.status).phrase, "status": wrong.status,
        "detail": wrong.detail, "code": wrong.code,
    }  # fmt: skip
    if wrong.errors is not None:
        said["errors"] = wrong.errors
    text = json.dumps(said, ensure_ascii=False, default=str)
    return HttpResponse(text, status=wrong.status, content_type=TYPE, headers=wrong.headers)


def not_found() -> Wrong:
    return Wrong(404, "not_found", _("There is no such thing, or this key may not see it."))


def of_error(error: Exception) -> Wrong:
    """Any of the errors that verbs and doors raise."""
    if isinstance(error, Wrong):
        return error
    if isinstance(error.__cause__, Wrong):  # of a body that could not be read
        return error.__cause__
    if isinstance(error, Http404):
        return not_found()
    if isinstance(error, PermissionDenied):
        return Wrong(403, "not_allowed", str(error) or _("This key may not do that."))
    if isinstance(error, ninja_errors.AuthenticationError):
        return unknown_key()
    if isinstance(error, ninja_errors.ValidationError):
        return Wrong(422, "invalid", _("The request does not fit; see errors."), errors=plain(error.errors))
    if isinstance(error, ninja_errors.HttpError):
        return Wrong(error.status_code, "not_understood", str(error))
    if isinstance(error, RequestDataTooBig):
        return Wrong(413, "too_large", _("The body is too large; send fewer items at once."))
    if isinstance(error, Refusal):
        return Wrong(error.status, error.code, error.message, headers=later(error.retry_after))
    detail = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return Wrong(422, "invalid", detail)


def unknown_key() -> Wrong:
    detail = _("The key is missing, unknown or revoked. Make one with loiste key add; send it as a bearer token.")
    return Wrong(401, "wrong_key", detail, headers={"WWW-Authenticate": "Bearer"})


def no_text() -> Wrong:
    return Wrong(400, "no_text", _("A text holds what is no text: a zero character, or half of a surrogate pair."))


def later(seconds: int | None) -> dict[str, str]:
    return {"Retry-After": str(seconds)} if seconds else {}


def plain(errors: list[Any]) -> list[dict[str, Any]]:
    """Where (as dotted names) and what, without echoing what was sent."""
    return [{"where": ".".join(map(str, one.get("loc", ())[1:])), "what": one.get("msg", "")} for one in errors[:100]]


def tell(api: NinjaAPI) -> None:
    """Has the API answer every error so."""

    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(of_error(error))

    known = (
        Wrong, Http404, PermissionDenied, ValidationError, FileError, WrongUsage, Refusal, RequestDataTooBig,
        ninja_errors.AuthenticationError, ninja_errors.ValidationError, ninja_errors.HttpError,
    )  # fmt: skip
    for kind in known:
        api.add_exception_handler(kind, handle)
