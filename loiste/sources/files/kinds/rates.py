"""Rates: the price of one unit of a currency in the organisation's. They are kept as rows, not as signals."""

from loiste.sources.files.errors import BadCell
from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values


def check(values: Values) -> None:
    if billionths(values) <= 0:
        raise BadCell("not_positive", "rate")


def billionths(values: Values) -> int:
    """The rate in whole billionths, half to even."""
    return round(values["rate"] * 1_000_000_000)


def signals(values: Values, ref: str | None) -> list[Signal]:
    return []


KIND = Kind(
    name="rates",
    own_id="id",
    fields=(
        Field("id", "id"),
        Field("date", "day", required=True),
        Field("currency", "currency", required=True),
        Field("rate", "rate", required=True),
    ),
    check=check,
    signals=signals,
)
