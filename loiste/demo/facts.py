"""Columns of numbers and words become Arrow tables of signals, with a key for each."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loiste.demo.period import NOTHING, Ints
from loiste.timeline.signal import FACTS

SCHEMA = pa.schema([*FACTS, ("key", pa.string())])


def facts(kind: str, keys: Any, **columns: Any) -> pa.Table:
    """Signals of one kind. `keys`: one text each. A column is an array, or one value for all; missing ones are null."""
    keys = keys if isinstance(keys, (pa.Array, pa.ChunkedArray)) else pa.array(keys, pa.string())
    unknown = set(columns) - {name for name, _ in FACTS}
    if unknown:
        raise ValueError(f"A signal has no column {sorted(unknown)[0]}.")
    columns |= {"kind": kind}
    made = [column(columns.get(name), type_, len(keys)) for name, type_ in FACTS]
    return pa.table([*made, keys], schema=SCHEMA)


def column(value: Any, type_: pa.DataType, rows: int) -> Any:
    """`value` as an Arrow array of `type_`: NOTHING (days, moments) and NaN become null."""
    if value is None:
        return pa.nulls(rows, type_)
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return value.cast(type_)
    if isinstance(value, (str, int, float)):
        return pa.repeat(pa.scalar(value, type_), rows)
    if isinstance(value, list):
        return pa.array(value, type_)
    if pa.types.is_date(type_):
        return pa.array(value.astype(np.int32), pa.int32(), mask=value == NOTHING).cast(type_)
    if pa.types.is_timestamp(type_):
        return pa.array(value, pa.int64(), mask=value == NOTHING).cast(type_)
    if pa.types.is_floating(type_):
        return pa.array(value.astype(np.float64), type_, mask=np.isnan(value))
    return pa.array(value, type_)


def pick(words: list[str | None] | list[str], index: Ints) -> pa.Array:
    """The word at each index; null at -1."""
    return pa.array(words, pa.string()).take(pa.array(index, pa.int64(), mask=index < 0))


def numbered(prefix: str, count: int) -> pa.Array:
    """`prefix` and 1, 2, 3 ... `count`."""
    return labels(prefix, np.arange(1, count + 1))


def labels(prefix: str, numbers: Ints) -> pa.Array:
    """`prefix` followed by each number."""
    digits = pc.cast(pa.array(numbers, pa.int64()), pa.string())
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, "")


def joined(tables: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables)
