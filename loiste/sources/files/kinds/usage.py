"""Usage: somebody used a feature."""

from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, needs_someone, real, stamp


def signals(values: Values, ref: str | None) -> list[Signal]:
    day, time = stamp(values["occurred_at"])
    return [
        {
            "kind": "usage",
            "name": values.get("feature"),
            "day": day,
            "occurred_at": time,
            "account_ref": values.get("account_id"),
            "contact_ref": values.get("contact_id"),
            "ref": values.get("subscription_id"),
            "value": real(values.get("value")),
            "quantity": real(values.get("count")),
            "duration": real(values.get("duration_seconds")),
        }
    ]


KIND = Kind(
    name="usage",
    own_id="usage_id",
    one_of=(("account_id", "subscription_id", "contact_id"),),
    fields=(
        Field("usage_id", "id"),
        Field("account_id", "id"),
        Field("subscription_id", "id"),
        Field("contact_id", "id"),
        Field("occurred_at", "moment", required=True),
        Field("feature"),
        Field("count", "count"),
        Field("duration_seconds", "minutes"),
        Field("value", "number"),
    ),
    check=needs_someone,
    signals=signals,
)
