"""Contacts: people at an account."""

import json

from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, nothing_to_check


def properties(values: Values, *fields: str) -> str | None:
    """JSON of those fields that say something; None when none does."""
    said = {field: str(values[field]) for field in fields if values.get(field) is not None}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else None


def signals(values: Values, ref: str | None) -> list[Signal]:
    return [
        {
            "kind": "contact",
            "ref": ref,
            "contact_ref": ref,
            "account_ref": values.get("account_id"),
            "text": values.get("name"),
            "category": values.get("role"),
            "valid_from": values.get("valid_from"),
            "day": values.get("valid_from"),
            "properties": properties(values, "email", "phone", "language"),
        }
    ]


KIND = Kind(
    name="contacts",
    own_id="contact_id",
    state=True,
    fields=(
        Field("contact_id", "id"),
        Field("account_id", "id"),
        Field("name"),
        Field("email"),
        Field("phone"),
        Field("role", "role"),
        Field("language"),
        Field("valid_from", "day"),
    ),
    check=nothing_to_check,
    signals=signals,
)
