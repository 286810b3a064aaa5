"""Values that senders write freely, read with care."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from loiste.sources.inbox.facts import BadEvent, Fact

NOTHING = msgspec.Raw(b"")  # what a member that is not there reads as
LONGEST_REF = 200
LONGEST_TEXT = 300
CONTACT_FIELDS = {"email": 254, "phone": 60, "language": 5}
SIGNED_UP = ("signed_up_on", "createdAt", "created_at")


def field_of(error: msgspec.ValidationError) -> str:
    """The member that did not fit, as msgspec names it; empty where the whole did not."""
    return str(error).rpartition("`$.")[2].rstrip("`") if "`$." in str(error) else ""


def ref(value: Any, field: str) -> str | None:
    """A reference as text; None when there is none. BadEvent for one that cannot be one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadEvent("bad_field", field)
    text = str(value).strip().replace("\0", "")
    if len(text) > LONGEST_REF:
        raise BadEvent("too_long", field)
    return text or None


def number(value: Any) -> float | None:
    """A number, also one written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if abs(found) < 1e300 else None


def text(value: Any) -> str | None:
    """A value as it is kept in an attribute."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ",".join(sorted(value))
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return plain.replace("\0", "")[:LONGEST_TEXT] or None


def day(value: Any) -> date | None:
    try:
        return datetime.fromisoformat(value).date() if isinstance(value, str) else None
    except ValueError:
        return None


def contact(who: str, group: str | None, traits: Mapping[str, Any]) -> Fact:
    """What is said of a person, holding from its day on."""
    name = text(traits.get("name")) or " ".join(
        part for part in (text(traits.get("firstName")), text(traits.get("lastName"))) if part
    )
    said = {key: value for key in traits if key != "name" and (value := text(traits[key])) is not None}
    said |= {key: said[key][:most] for key, most in CONTACT_FIELDS.items() if key in said}
    properties = json.dumps(said, ensure_ascii=False) if said else None
    return Fact(
        "contact", contact_ref=who, ref=who, account_ref=group, text=name or None, category=text(traits.get("role")),
        properties=properties, held=True,
    )  # fmt: skip


def attributes(group: str, traits: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What is said of an account, field by field, each holding from its day on."""
    said: dict[str, str | None] = {}
    for name, value in traits.items():
        if name in SIGNED_UP:
            first = day(value)
            said |= {"signed_up_on": first.isoformat()} if first else {}
        elif plain := name.replace("\0", ""):
            said[plain[:60]] = text(value)
    return tuple(Fact("attribute", name=name, account_ref=group, text=value, held=True) for name, value in said.items())


def told(traits: Mapping[str, Any]) -> dict[str, str]:
    """What helps to match a reference: name, email, domain."""
    said = {name: text(traits.get(name)) for name in ("name", "email", "domain", "website", "business_id")}
    return {name: value for name, value in said.items() if value}


def mapping(raw: msgspec.Raw, field: str) -> dict[str, Any]:
    """An object as a dictionary; empty when there is none. BadEvent when it is something else or broken."""
    if not bytes(raw):
        return {}
    try:
        found = msgspec.json.decode(raw, type=dict[str, Any] | None)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadEvent("bad_field", field) from error
    return found or {}


def written(raw: msgspec.Raw) -> str | None:
    """JSON as it was written, for showing."""
    shown = bytes(raw).decode("utf-8", "replace")
    return None if shown in ("", "null", "{}") else shown
