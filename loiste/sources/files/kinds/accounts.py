"""Accounts: each field that is mapped becomes an attribute that holds from a day on."""

from datetime import date
from typing import Any

from loiste.sources.files.kinds.kind import ATTRIBUTE, Field, Kind, Signal, Values, nothing_to_check

NOT_SAID = ("account_id", "valid_from")


def words(value: Any) -> str | None:
    """The value of an attribute as text in normal form."""
    return value.isoformat() if isinstance(value, date) else value


def signals(values: Values, ref: str | None) -> list[Signal]:
    valid_from = values.get("valid_from")
    common = {
        "kind": "attribute", "account_ref": ref, "valid_from": valid_from,
        "day": valid_from or values.get("signed_up_on"),
    }  # fmt: skip
    said = {field: value for field, value in values.items() if field not in NOT_SAID}
    # A bare list of ids still says that these accounts exist.
    return [
        {**common, "name": field.removeprefix(ATTRIBUTE), "text": words(value)}
        for field, value in (said or {"account_id": ref}).items()
    ]


KIND = Kind(
    name="accounts",
    own_id="account_id",
    state=True,
    free_attributes=True,
    fields=(
        Field("account_id", "id", required=True),
        Field("name"),
        Field("business_id", "business_id"),
        Field("signed_up_on", "day"),
        Field("owner"),
        Field("tier"),
        Field("parent_id", "id"),
        Field("country"),
        Field("tags", "tags"),
        Field("valid_from", "day"),
    ),
    check=nothing_to_check,
    signals=signals,
)
