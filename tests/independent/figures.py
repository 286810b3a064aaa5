"""A figure: rows of accounts, and the way in which a total is made of them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

Number = int | float | Fraction | None


@dataclass(eq=False)
class Figure:
    """`rows` has account_id and value, or numerator and denominator, or observation; possibly a ticket's own columns.

    `start`: the day whose groups an account belongs to. `known`: false when the whole figure is unknown.
    """

    shape: str
    start: pd.Timestamp
    rows: pd.DataFrame
    known: bool = True


def total(values: pd.Series) -> pd.DataFrame:
    """Rows of a sum from account -> value."""
    return pd.DataFrame({"account_id": values.index, "value": values.to_numpy(dtype=object)})


def ratio(numerators: pd.Series, denominators: Any) -> pd.DataFrame:
    """Rows of a ratio from account -> numerator and account -> denominator (or one for all)."""
    rows = pd.DataFrame({"numerator": numerators.astype(object)})
    rows["denominator"] = denominators.astype(object) if isinstance(denominators, pd.Series) else denominators
    return rows.rename_axis("account_id").reset_index()


def added(values: pd.Series) -> Number:
    """The sum; None when a part is unknown."""
    if values.isna().any():
        return None
    return sum((exact(value) for value in values), 0)


def exact(value: Any) -> Any:
    """Integers as Python's own, so that ratios of them stay exact."""
    return int(value) if pd.api.types.is_integer(value) else value


def share(numerator: Number, denominator: Number) -> Number:
    """Unknown at denominator 0 and with an unknown part."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    both_whole = isinstance(numerator, int | Fraction) and isinstance(denominator, int | Fraction)
    return Fraction(numerator) / Fraction(denominator) if both_whole else numerator / denominator


def value_of(figure: Figure, rows: pd.DataFrame) -> Number:
    """The total of these rows of a figure."""
    if not figure.known:
        return None
    if figure.shape == "sum":
        return added(rows["value"])
    if figure.shape == "ratio":
        return share(added(rows["numerator"]), added(rows["denominator"]))
    if rows.empty:
        return None
    seen = rows["observation"].astype(float)
    return float(seen.mean() if figure.shape == "mean" else seen.median())
