"""Costs: what a month cost, by kind of work."""

from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, millionths, nothing_to_check


def signals(values: Values, ref: str | None) -> list[Signal]:
    return [
        {
            "kind": "cost",
            "name": values["cost_kind"],
            "category": values["cost_kind"],
            "day": values["month"],
            "amount": millionths(values["amount"]),
            "currency": values.get("currency"),
        }
    ]


KIND = Kind(
    name="costs",
    own_id="id",
    fields=(
        Field("id", "id"),
        Field("month", "month", required=True),
        Field("cost_kind", "cost_kind", required=True),
        Field("amount", "money", required=True),
        Field("currency", "currency"),
    ),
    check=nothing_to_check,
    signals=signals,
)
