"""Notes: what somebody wrote down about an account."""

from loiste.sources.files.kinds.contacts import properties
from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, nothing_to_check, stamp


def signals(values: Values, ref: str | None) -> list[Signal]:
    day, time = stamp(values["occurred_at"])
    return [
        {
            "kind": "note",
            "name": values.get("note_kind"),
            "day": day,
            "occurred_at": time,
            "account_ref": values["account_id"],
            "text": values["text"],
            "properties": properties(values, "author"),
        }
    ]


KIND = Kind(
    name="notes",
    own_id="id",
    fields=(
        Field("id", "id"),
        Field("account_id", "id", required=True),
        Field("occurred_at", "moment", required=True),
        Field("author"),
        Field("note_kind", "note_kind"),
        Field("text", required=True),
    ),
    check=nothing_to_check,
    signals=signals,
)
