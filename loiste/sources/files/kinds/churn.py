"""Churn: that an account left, and why. It carries reasons and never changes MRR."""

from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, needs_someone, stamp


def signals(values: Values, ref: str | None) -> list[Signal]:
    day, time = stamp(values["churned_on"])
    return [
        {
            "kind": "churn",
            "day": day,
            "occurred_at": time,
            "account_ref": values.get("account_id"),
            "ref": values.get("subscription_id"),
            "category": values.get("reason"),
            "text": values.get("comment"),
        }
    ]


KIND = Kind(
    name="churn",
    own_id="id",
    one_of=(("account_id", "subscription_id"),),
    fields=(
        Field("id", "id"),
        Field("account_id", "id"),
        Field("subscription_id", "id"),
        Field("churned_on", "moment", required=True),
        Field("reason"),
        Field("comment"),
    ),
    check=needs_someone,
    signals=signals,
)
