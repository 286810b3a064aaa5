"""Whose overrides were right: each that is over, held against what the machine said at its end and who left."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from loiste.accounts.models import User
from loiste.accounts.permissions import Actor
from loiste.judgement.leaving import DEFINITIONS, Definition, Leaving, leaving
from loiste.judgement.models import Judged, Override, Score
from loiste.judgement.overrides import overrides_for
from loiste.organisation.config import Organisation

Right = Literal["override", "machine", "neither", "unknown"]
GONE = 0.0  # what the score of an account that left is worth


@dataclass(frozen=True)
class Verdict:
    """`end` is the last day on which it held; `later` the machine's score then, None = unknown or not yet judged."""

    override: Override
    end: date
    later: float | None
    left: bool
    right: Right


@dataclass(frozen=True)
class Record:
    """How often somebody was right; `author` None: the command line, or somebody who is gone from the team."""

    author: User | None
    counts: Counter[str]


class Machine:
    """What the machine said of these accounts, read at once."""

    def __init__(self, accounts: set[int]) -> None:
        self.judged = list(Judged.objects.order_by("as_of").values_list("as_of", flat=True))
        self.said: dict[int, list[tuple[date, float | None]]] = {}
        rows = Score.objects.filter(account__in=accounts).order_by("as_of").values_list("account", "as_of", "score")
        for account, day, score in rows:
            self.said.setdefault(account, []).append((day, score))

    def at_end(self, override: Override, end: date) -> float | None:
        """What it said at the end; None where it said nothing, or was not asked since the override was set."""
        last = bisect_right(self.judged, end)
        if not last or self.judged[last - 1] <= override.day:
            return None
        said = self.said.get(override.account_id, [])
        place = bisect_right([day for day, _score in said], end)
        return said[place - 1][1] if place else None


def verdicts(home: Path, organisation: Organisation, *, by: Actor, today: date) -> list[Verdict]:
    """Of all overrides of the accounts that `by` may see which are over, the newest first."""
    over = [one for one in overrides_for(by) if end_of(one) < today]
    gone = [leaving(home, organisation, definition) for definition in definitions()] if over else []
    machine = Machine({one.account_id for one in over})
    return [verdict(one, machine, gone) for one in over]


def definitions() -> Iterable[Definition]:
    return DEFINITIONS  # type: ignore[return-value]


def end_of(override: Override) -> date:
    """The last day on which it was to hold; the day on which it was ended counts as its end."""
    return min(override.expires, override.ended_on) if override.ended_on else override.expires


def verdict(override: Override, machine: Machine, gone: Iterable[Leaving]) -> Verdict:
    end = end_of(override)
    left = any(override.account_id in one.leavers(override.day, (end - override.day).days) for one in gone)
    later = machine.at_end(override, end)
    return Verdict(override, end, later, left, right(override.score, override.machine, GONE if left else later))


def right(override: float, machine: float | None, later: float | None) -> Right:
    """Whose score, given on the first day, lies nearer to what came of it."""
    if machine is None or later is None:
        return "unknown"
    own, other = abs(override - later), abs(machine - later)
    if own == other:
        return "neither"
    return "override" if own < other else "machine"


def records(found: Iterable[Verdict]) -> list[Record]:
    """Summed by author: who set most comes first."""
    counts: dict[User | None, Counter[str]] = {}
    for one in found:
        counts.setdefault(one.override.author, Counter())[one.right] += 1
    made = [Record(author, own) for author, own in counts.items()]
    return sorted(made, key=lambda one: (-one.counts.total(), one.author.name if one.author else ""))
