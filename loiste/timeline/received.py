"""Which events were received lately: their ids as numbers in memory, so that an event that comes again is known."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from loiste.timeline import blocks, engine

Halves = npt.NDArray[np.uint64]  # an id of 128 bits: (n, 2), the upper half first
RUNS = 12  # sorted runs that are searched one by one before they are made one
EMPTY: Halves = np.empty((0, 2), np.uint64)


def halves(number: str) -> str:
    """SQL of the columns that hold a 128-bit number as two, upper_half and lower_half."""
    return f"({number} >> 64)::ubigint as upper_half, ({number} & {2**64 - 1})::ubigint as lower_half"


def order_of(ids: Halves) -> npt.NDArray[np.intp]:
    """The order by the upper half, then the lower one; equal ids stay in the order in which they stand."""
    upper = np.ascontiguousarray(ids[:, 0])
    order = np.argsort(upper, kind="stable")
    here = upper[order]
    if (here[1:] != here[:-1]).all():  # nearly always, and several times as fast
        return order
    return np.lexsort((ids[:, 1], ids[:, 0]))


def unlike_the_one_before(ids: Halves) -> npt.NDArray[np.bool_]:
    found = np.ones(len(ids), bool)
    found[1:] = (ids[1:] != ids[:-1]).any(axis=1)
    return found


def in_order(ids: Halves) -> Halves:
    """Sorted by the upper half, then the lower one, each once. A column of halves lies together in memory."""
    ids = ids[order_of(ids)]
    return np.asfortranarray(ids[unlike_the_one_before(ids)])


def inside(ids: Halves, run: Halves) -> npt.NDArray[np.bool_]:
    """Which of `ids` are in the sorted run; fastest when they are sorted, too."""
    found = np.zeros(len(ids), bool)
    at = np.searchsorted(run[:, 0], ids[:, 0])
    looking = at < len(run)
    while looking.any():  # two ids with the same upper half are next to never there, but may be
        here = np.flatnonzero(looking)
        same_upper = run[at[here], 0] == ids[here, 0]
        found[here] |= same_upper & (run[at[here], 1] == ids[here, 1])
        at[here] += 1
        looking[here] = same_upper & ~found[here] & (at[here] < len(run))
    return found


@dataclass
class Received:
    """Ids of live signals in the blocks listed since `since` (UTC, naive), 16 bytes each."""

    since: datetime
    runs: list[Halves] = field(default_factory=list)
    blocks_seen: set[int] = field(default_factory=set)

    def new(self, ids: Halves) -> npt.NDArray[np.bool_]:
        """Which of `ids` are seen for the first time, among them and ever."""
        order = order_of(ids)
        ids = ids[order]
        first = unlike_the_one_before(ids)
        for run in self.runs:
            first &= ~inside(ids, run)
        found = np.empty(len(ids), bool)
        found[order] = first
        return found

    def add(self, ids: Halves, block_ids: list[int]) -> None:
        self.blocks_seen.update(block_ids)
        if len(ids):
            self.runs.append(in_order(ids))
        if len(self.runs) > RUNS:
            self.tidy()

    def tidy(self) -> None:
        """Makes the small runs one; the largest is touched only when they have grown beside it."""
        self.runs.sort(key=len)
        small = np.concatenate(self.runs[:-1])
        largest = self.runs[-1]
        if len(small) * 4 > len(largest):
            self.runs = [in_order(np.concatenate([small, largest]))]
        else:
            self.runs = [in_order(small), largest]

    def catch_up(self, home: Path, connection: Any) -> None:
        """Reads the ids of blocks that others have listed meanwhile."""
        kept = blocks.current().filter(created_at__gte=self.since.isoformat() + "Z")
        new = [(pk, path) for pk, path in kept.values_list("id", "path") if pk not in self.blocks_seen]
        if new:
            paths = ", ".join(f"'{engine.quoted(home / path)}'" for _, path in new)
            self.add(read(connection, paths, self.since), [pk for pk, _ in new])


def read(connection: Any, paths: str, since: datetime) -> Halves:
    """Ids of the first signal of each live event; a file's rows are told apart elsewhere."""
    rows = connection.execute(
        f"select {halves('n')} from ("
        f"select id::uhugeint as n from read_parquet([{paths}], union_by_name = true) "
        f"where source not in ('files', 'loiste') and received_at >= timestamp '{since}')"
    ).fetchnumpy()
    return np.column_stack([rows["upper_half"], rows["lower_half"]]).astype(np.uint64)
