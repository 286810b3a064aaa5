"""Milestones: an account reached a point of its way, as onboarding_started or first_value."""

from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, nothing_to_check, stamp


def signals(values: Values, ref: str | None) -> list[Signal]:
    day, time = stamp(values["occurred_on"])
    return [
        {
            "kind": "milestone",
            "name": values["milestone"],
            "day": day,
            "occurred_at": time,
            "account_ref": values["account_id"],
        }
    ]


KIND = Kind(
    name="milestones",
    own_id="id",
    fields=(
        Field("id", "id"),
        Field("account_id", "id", required=True),
        Field("milestone", "key", required=True),
        Field("occurred_on", "moment", required=True),
    ),
    check=nothing_to_check,
    signals=signals,
)
