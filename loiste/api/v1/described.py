"""The description of the API, completed by what every operation has: the answers to what goes wrong."""

from typing import Any

from django.utils.translation import gettext_noop
from ninja.openapi.schema import OpenAPISchema

from loiste.api.v1.problems import TYPE, Problem

DESCRIPTION = gettext_noop(
    "Read and write what Loiste knows of your customers. Send a key as a bearer token; loiste key add makes one. "
    "Lists come in pages: pass next as cursor. Every error is a problem as RFC 9457 has it."
)
WRONG = {
    400: gettext_noop("The request could not be read."),
    401: gettext_noop("The key is missing, unknown or revoked."),
    403: gettext_noop("The key lacks the scope."),
    404: gettext_noop("There is no such thing."),
    405: gettext_noop("The address does not know this method."),
    409: gettext_noop("The same request, by its Idempotency-Key, is at work."),
    413: gettext_noop("The body is too large."),
    422: gettext_noop("The request was read, but does not fit."),
    429: gettext_noop("Too many requests in a minute; Retry-After says when to ask again."),
    503: gettext_noop("No room for more just now; Retry-After says when to ask again."),
}
READS = (400, 401, 403, 404, 405, 422, 429)
HEADS = {
    "RateLimit-Limit": "requests a minute", "RateLimit-Remaining": "of them left",
    "RateLimit-Reset": "seconds until more",
}  # fmt: skip


def completed(schema: OpenAPISchema) -> OpenAPISchema:
    """Adds the problems to each operation, the heads of its answers, and what a read does with If-None-Match."""
    schemas = schema["components"].setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            complete(method, operation)
    return schema


def complete(method: str, operation: dict[str, Any]) -> None:
    codes = READS if method == "get" else (*READS, 409, 413, 503)
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    heads = {name: {"description": text, "schema": {"type": "string"}} for name, text in HEADS.items()}
    for code in codes:
        operation["responses"][code] = {"description": WRONG[code], "content": {TYPE: reference}}
    if method == "get":
        operation["responses"][200]["headers"] = heads | {"ETag": {"schema": {"type": "string"}}}
        operation["responses"][304] = {"description": "Not modified: the ETag is that of If-None-Match."}
        etag = head("If-None-Match", gettext_noop("the ETag of an earlier answer"))
        operation.setdefault("parameters", []).append(etag)
    else:
        operation.setdefault("parameters", []).append(
            head("Idempotency-Key", gettext_noop("a name of this request, so that asking again does nothing twice"))
        )


def head(name: str, text: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": False, "description": text, "schema": {"type": "string"}}
