"""Facts of today, gathered once and kept in memory, so that a model can be tried at each stroke while it is written.

Gathering reads signals and takes seconds; scoring from facts takes hundredths of one. A snapshot holds for its day and
settings. Signals that come in later do not end it, since with live sources they come all day: it tells that they came,
and whoever asks has it taken anew. What a draft needs beyond it is gathered then, and added.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from loiste.judgement.facts import Known, Needs, complete, gather
from loiste.judgement.judge import accounts
from loiste.metrics import readings
from loiste.organisation.config import Organisation

MOST = 2  # days or settings at a time; 10,000 accounts are some megabytes
Key = tuple[str, date, str]
_kept: "OrderedDict[Key, Snapshot]" = OrderedDict()
_lock = Lock()


@dataclass
class Snapshot:
    """What is known of all accounts, how much of it has been gathered, and since when it stands."""

    known: Known
    taken_at: datetime
    state: str
    needs: Needs = field(default_factory=Needs)
    lock: Lock = field(default_factory=Lock)

    def extend(self, home: Path, organisation: Organisation, needs: Needs) -> None:
        """Gathers what is still lacking; one at a time, so that two who ask do not count the same twice."""
        with self.lock:
            more = lacking(needs, self.needs)
            if more == Needs():
                return
            counted = replace(more, segments={}, made={})  # these are answered from all facts, also those from before
            found = gather(home, organisation, counted, self.known.as_of, self.known.accounts)
            self.known.numbers |= found.numbers
            self.known.texts |= found.texts
            complete(self.known, more)
            self.needs |= needs


def lacking(wanted: Needs, have: Needs) -> Needs:
    segments = {key: rule for key, rule in wanted.segments.items() if have.segments.get(key) != rule}
    made = {name: one for name, one in wanted.made.items() if have.made.get(name) != one}
    return Needs(wanted.asks - have.asks, wanted.attributes - have.attributes, segments, made)


def facts(home: Path, organisation: Organisation, needs: Needs, *, day: date, now: datetime) -> Snapshot:
    """The facts of a day, all that are needed among them. `now` (aware): the moment noted if they are taken now."""
    key = (str(home), day, organisation.model_dump_json())
    with _lock:
        if key not in _kept:
            _kept[key] = Snapshot(Known(day, accounts()), now, state(organisation))
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        found = _kept[key]
    found.extend(home, organisation, needs)
    return found


def state(organisation: Organisation) -> str:
    """Changes with signals, identities and rates."""
    return readings.states(organisation, ["mrr"])["mrr"]


def forget() -> None:
    """The next who asks has everything taken anew."""
    with _lock:
        _kept.clear()
