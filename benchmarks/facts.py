"""Tables of facts from numpy arrays: what is not given is null; every row gets a key of its own."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loiste.timeline.signal import FACTS

TYPES = dict(FACTS)
NEVER = np.datetime64("9999-12-31")


def facts(kind: str, key: str, rows: int, **columns: Any) -> pa.Table:
    """A table for `append`. Columns are numpy arrays or Arrow arrays; `key` begins the keys, so it must be unused."""
    found: dict[str, Any] = {"kind": pa.repeat(pa.scalar(kind), rows)}
    for name, kind_ in FACTS:
        if name in columns:
            found[name] = column(columns[name], kind_)
        elif name != "kind":
            found[name] = pa.nulls(rows, kind_)
    numbers = pc.cast(pa.array(np.arange(rows)), pa.string())
    found["key"] = pc.binary_join_element_wise(pa.scalar(f"{kind}-{key}"), numbers, "-")
    return pa.table(found)


def column(values: Any, kind: pa.DataType) -> Any:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(kind)
    if np.issubdtype(values.dtype, np.datetime64):
        nowhere = np.isnat(values)
        unit = "D" if kind == pa.date32() else "us"
        return pa.array(values.astype(f"datetime64[{unit}]"), kind, mask=nowhere)
    return pa.array(values, kind)


def texts(prefix: str, numbers: np.ndarray, width: int = 0) -> pa.Array:
    """`prefix` and a number each, filled up with zeros."""
    digits = pc.cast(pa.array(numbers), pa.string())
    filled = pc.utf8_lpad(digits, width, padding="0") if width else digits
    return pc.binary_join_element_wise(pa.scalar(prefix), filled, "")


def chosen(words: tuple[str, ...], places: np.ndarray) -> pa.Array:
    """The words at these places."""
    return pa.array(words, pa.string()).take(pa.array(places))


def nulls_where(values: pa.Array, gone: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(gone), pa.scalar(None, values.type), values)
