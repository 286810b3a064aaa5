"""The API described for people: every operation with what it takes and gives, in their language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loiste.api.v1.app import api

translated = _  # of texts that are marked where they are written


@dataclass(frozen=True)
class Named:
    """A parameter, or a field of an item or answer."""

    name: str
    type: str
    needed: bool
    text: str


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    text: str
    takes: list[Named]
    item: list[Named]
    gives: list[Named]
    codes: list[tuple[str, str]]


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(operation(schema, path, method, one))
    context = {"groups": [(group_name(key), found) for key, found in groups.items()], "address": settings.LOISTE_URL,
               "rate": settings.API_RATE}  # fmt: skip
    return render(request, "api/page.html", context)


def group_name(key: str) -> str:
    names = {
        "accounts": _("Accounts"), "contacts": _("Contacts"), "subscriptions": _("Subscriptions"),
        "signals": _("Signals"), "metrics": _("Metrics"), "export": _("Export"),
    }  # fmt: skip
    return names.get(key, key)


def operation(schema: dict[str, Any], path: str, method: str, one: dict[str, Any]) -> Operation:
    answers = {str(code): said for code, said in one["responses"].items()}
    return Operation(
        id=one["operationId"], method=method.upper(), path=path, summary=translated(one["summary"]),
        text=translated(one["description"]), takes=[parameter(each) for each in one.get("parameters", [])],
        item=list(item(schema, one)), gives=list(fields(schema, body(answers["200"]))),
        codes=[(code, translated(said["description"])) for code, said in sorted(answers.items()) if code >= "400"],
    )  # fmt: skip


def parameter(each: dict[str, Any]) -> Named:
    return Named(each["name"], type_of(each["schema"]), bool(each.get("required")), text_of(each))


def text_of(said: dict[str, Any]) -> str:
    text = said.get("description") or said.get("schema", {}).get("description", "")
    return translated(text) if text else ""


def body(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = said.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def item(schema: dict[str, Any], one: dict[str, Any]) -> Iterator[Named]:
    """The fields of an item of the body."""
    whole = resolved(schema, body(one.get("requestBody", {})))
    if whole:
        yield from fields(schema, whole["properties"]["items"]["items"])


def fields(schema: dict[str, Any], shape: dict[str, Any]) -> Iterator[Named]:
    found = resolved(schema, shape)
    for name, said in found.get("properties", {}).items():
        yield Named(name, type_of(said), name in found.get("required", ()), text_of(said))


def resolved(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"][name] if name else shape
    return found


def type_of(said: dict[str, Any]) -> str:
    """As JSON calls it."""
    if "anyOf" in said:
        return " | ".join(type_of(one) for one in said["anyOf"])
    if "$ref" in said:
        return "object"
    kind = said.get("type", "any")
    if kind == "array":
        return f"{type_of(said.get('items', {}))}[]"
    return {"date": "date", "date-time": "time"}.get(said.get("format", ""), kind) if kind == "string" else kind
