"""What of the timeline a number as of a day can depend on, as a small value that changes when that does."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from loiste.timeline import blocks
from loiste.timeline.signal import STATE_KINDS

Mark = tuple[int, int]  # newest version, rows


def together(one: Mark, other: Mark) -> Mark:
    return max(one[0], other[0]), one[1] + other[1]


class Freshness:
    """Of the blocks listed now. A content of what lasts may tell of any day; what happened once tells of its own."""

    def __init__(self) -> None:
        listed: dict[str, list[tuple[date, int, int]]] = defaultdict(list)
        wanted = ("kind", "first_day", "version", "id", "rows")
        for kind, first, version, pk, rows in blocks.current().values_list(*wanted):
            start = date.min if first is None or kind in STATE_KINDS else first
            listed[kind].append((start, version or pk, rows))
        self.starts: dict[str, list[date]] = {}
        self.marks: dict[str, list[Mark]] = {}
        for kind, found in listed.items():
            found.sort()
            self.starts[kind] = [start for start, _, _ in found]
            self.marks[kind] = list(accumulate(((version, rows) for _, version, rows in found), together))

    def upto(self, kinds: Iterable[str], day: date) -> tuple[tuple[str, Mark], ...]:
        """Of signals of these kinds that a number as of `day` may count."""
        found = []
        for kind in sorted(kinds):
            number = bisect_right(self.starts.get(kind, []), day)
            if number:
                found.append((kind, self.marks[kind][number - 1]))
        return tuple(found)
