"""The description of the API, completed by what every operation has: the answers to what goes wrong."""

from typing import Any

from django.utils.translation import gettext_noop
from ninja.openapi.schema import OpenAPISchema

from loiste.api.v1.problems import TYPE, Problem

DESCRIPTION = gettext_noop(
    "Read and write what Loiste knows of your customers. Send a key as a bearer token; loiste key add makes one. "
    "Lists come in pages: pass next as cursor. Every error is a problem as RFC 9457 has it."
)
NAMES = {  # of parameters: what each asks for, wherever it stands
    "account": gettext_noop("public id of an account"),
    "account_id": gettext_noop("public id, or the id under which files name it"),
    "archived": gettext_noop("those that are archived, instead of those that are not"),
    "as_of": gettext_noop("the day asked, by default today"),
    "by": gettext_noop("a dimension, to tell each of its groups as well"),
    "contact_id": gettext_noop("public id, or the id under which files name the person"),
    "country": gettext_noop("only those of this country, by its two letters"),
    "cursor": gettext_noop("next of the page before; without it the first page"),
    "email": gettext_noop("only those of this address, whatever the case of its letters"),
    "key": gettext_noop("key of a metric, as the catalogue names it"),
    "kind": gettext_noop("kind of signal; where several may be asked, repeat it"),
    "limit": gettext_noop("how many at most"),
    "months": gettext_noop("month ends of YYYY-MM..YYYY-MM instead of a day"),
    "owner": gettext_noop("only those of this owner"),
    "since": gettext_noop("first day"),
    "subscription_id": gettext_noop("the id under which files name it"),
    "tier": gettext_noop("only those of this tier"),
    "until": gettext_noop("last day"),
}
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
JSON = "application/json"
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
    for one in operation.setdefault("parameters", []):
        one.setdefault("description", NAMES[one["name"]])
    tell_wrong(codes, operation["responses"])
    whole = operation["responses"][200]
    if method == "get" and JSON in whole["content"]:
        heads = {name: {"description": text, "schema": {"type": "string"}} for name, text in HEADS.items()}
        whole["headers"] = heads | {"ETag": {"schema": {"type": "string"}}}
        operation["responses"][304] = {"description": "Not modified: the ETag is that of If-None-Match."}
        operation["parameters"].append(head("If-None-Match", gettext_noop("the ETag of an earlier answer")))
    elif method != "get":
        operation["parameters"].append(
            head("Idempotency-Key", gettext_noop("a name of this request, so that asking again does nothing twice"))
        )


def tell_wrong(codes: tuple[int, ...], answers: dict[int, Any]) -> None:
    """Adds the problems of these codes, and of those that the operation tells of by itself."""
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for code in sorted({*codes, *(known for known in answers if known >= 400)}):
        answers.setdefault(code, {"description": WRONG[code]})["content"] = {TYPE: reference}


def head(name: str, text: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": False, "description": text, "schema": {"type": "string"}}
