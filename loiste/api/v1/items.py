"""Items that come in: their shapes, made from the kinds of rows that files have, and taking them in."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from loiste.api.v1 import here
from loiste.api.v1.keys import needs
from loiste.api.v1.once import once
from loiste.api.v1.shapes import RowError, TakenIn
from loiste.sources.files.kinds.catalogue import KINDS
from loiste.sources.files.kinds.kind import ATTRIBUTE
from loiste.sources.files.rows_in import TakenIn as Taken
from loiste.sources.files.rows_in import take_rows

MOST = 1_000
LONGEST = 20_000
TYPES: dict[str, Any] = {
    "money": float | str | None, "number": float | str | None, "minutes": float | str | None,
    "scale": float | str | None, "count": int | str | None, "flag": bool | str | None,
    "tags": list[str] | str | None,
}  # fmt: skip


REQUIRED: dict[str, Any] = {"money": float | str}


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


def item(kind: str) -> type[Schema]:
    """The shape of an item of a kind: what it does not need may be left out."""
    fields: dict[str, Any] = {field.name: shape(kind, field) for field in KINDS[kind].fields}
    if KINDS[kind].free_attributes:
        fields["attributes"] = (dict[str, str | None], Field(default_factory=dict))
    return create_model(f"{kind.title()}Item", __base__=Strict, **fields)


def shape(kind: str, field: Any) -> tuple[Any, Any]:
    """Type and default: what a row needs is needed here, too, and what lasts needs an id."""
    lasts = KINDS[kind].state and kind != "tickets" and field.name == KINDS[kind].own_id
    if field.required or lasts:
        return REQUIRED.get(field.type, str), ...
    return TYPES.get(field.type, str | None), None


def items(kind: str) -> type[Schema]:
    """A body: up to MOST items."""
    one: Any = item(kind)
    fields: dict[str, Any] = {"items": (list[one], Field(min_length=1, max_length=MOST))}
    return create_model(f"{kind.title()}Items", __base__=Strict, **fields)


def take(request: HttpRequest, kind: str, body: Any) -> dict[str, Any]:
    """Takes the items of a body in, once."""
    by, now = needs(request, "write"), here.now()
    rows = [flat(one.model_dump(exclude_unset=True)) for one in body.items]
    return once(request, now, lambda: told(take_rows(here.home(), here.organisation(), kind, rows, by=by, now=now)))


def flat(said: dict[str, Any]) -> dict[str, Any]:
    """Attributes as the fields that they are in files."""
    more = said.pop("attributes", None) or {}
    return said | {f"{ATTRIBUTE}{name}": value for name, value in more.items()}


def told(report: Taken) -> dict[str, Any]:
    names: Sequence[str] = ("read", "accepted", "duplicate", "rejected")
    errors = [
        RowError(item=one["line"], field=one["column"] or None, value=one["value"] or None, code=one["code"],
                 reason=one["reason"])
        for one in report.errors
    ]  # fmt: skip
    return TakenIn(**{name: getattr(report, name) for name in names}, errors=errors).model_dump()
