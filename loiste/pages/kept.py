"""Values counted for a page and kept in memory until something they depend on changes."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from loiste.metrics import readings
from loiste.metrics.run import Measured, measure
from loiste.organisation.config import Organisation
from loiste.pages.address import Lens
from loiste.pages.here import worker_alive

MOST = 128
T = TypeVar("T")
_kept: OrderedDict[tuple[object, ...], object] = OrderedDict()
_lock = Lock()


def keep(key: tuple[object, ...], count: Callable[[], T]) -> T:
    """What `count` gave for this key; counted at most once as long as the key is among the newest."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast(T, _kept[key])
    found = count()
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def groups(
    home: Path, organisation: Organisation, names: Sequence[str], days: Sequence[date], lens: Lens, *, by: str | None
) -> Measured:
    """The metrics in groups of a dimension, or with a filter."""
    key = state(home, organisation, names, "measure", tuple(names), tuple(days), tuple(sorted(lens.where.items())), by)
    return keep(key, lambda: measure(home, organisation, names, days, by=by, where=dict(lens.where)))


def values(home: Path, organisation: Organisation, names: Iterable[str], days: Sequence[date], lens: Lens) -> Measured:
    """Values of the whole organisation come from the readings; those of a filter are counted and kept."""
    wanted = list(dict.fromkeys(names))
    if lens.where:
        return groups(home, organisation, wanted, days, lens, by=None)
    return readings.read(home, organisation, wanted, days, patient=worker_alive())


def state(home: Path, organisation: Organisation, names: Iterable[str], *more: object) -> tuple[object, ...]:
    """A key that changes with the signals, the settings and the metrics' texts."""
    return (str(home), *readings.states(organisation, names).values(), *more)
