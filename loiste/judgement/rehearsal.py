"""Rehearsals: models scored on past days with only what was known on each of them, held against who left."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from loiste.judgement.backtest import Looked, Rehearsal, rehearsed
from loiste.judgement.facts import Known, Needs, gather
from loiste.judgement.health import Health, judged
from loiste.judgement.judge import accounts, needed
from loiste.judgement.leaving import Definition, Leaving, leaving
from loiste.judgement.texts import Model
from loiste.metrics.session import open_session
from loiste.organisation.config import Organisation
from loiste.timeline.signal import KINDS

TIER = "tier"  # the attribute
MOST = 12  # tiers told by themselves


@dataclass(frozen=True)
class Told:
    """A rehearsal, the days looked at, and the share of the signals known by then whose known date was assumed.

    `tiers`: the same of each tier by itself, as it was on the day, those with most looks first; "" = no tier known.
    """

    rehearsal: Rehearsal
    days: tuple[date, ...]
    assumed: float | None
    tiers: tuple[tuple[str, Rehearsal], ...] = ()


def days(first: date, last: date, every: int) -> list[date]:
    """The last day and each day `every` days before it, down to the first; rising."""
    return [last - timedelta(days=back) for back in range(0, (last - first).days + 1, every)][::-1]


def too_near(last: date, lead: int, today: date) -> bool:
    """Whether some who leave within `lead` days of the last day looked at may not have left yet."""
    return last + timedelta(days=lead) > today


def end_of(day: date, organisation: Organisation) -> datetime:
    """The moment at which the organisation's day ends; UTC, naive."""
    return datetime.combine(day + timedelta(days=1), time(), organisation.zone).astimezone(UTC).replace(tzinfo=None)


def rehearse(
    home: Path, organisation: Organisation, texts: Sequence[Model], *, first: date, last: date, churn: Definition,
    lead: int, every: int = 28, tell: Callable[[int, int], None] = lambda done, of: None,
) -> Told:  # fmt: skip
    """What these models would have told of who left within `lead` days of each day looked at.

    Scored with only what was known at the end of the day; who left is taken from all that is known today.
    `tell(done, all)` hears of progress.
    """
    wanted, gone = days(first, last, every), leaving(home, organisation, churn)
    seen: list[Looked] = []
    for number, day in enumerate(wanted, start=1):
        needs = needed(texts) | Needs(attributes=frozenset({(TIER, 0)}))
        known = gather(home, organisation, needs, day, accounts(), known_by=end_of(day, organisation))
        seen += list(looks(known, judged([one.text for one in texts], known), gone, day, lead))
        tell(number, len(wanted))
    return Told(rehearsed(seen), tuple(wanted), assumed(home, organisation, last), by_tier(seen))


def by_tier(seen: Sequence[Looked]) -> tuple[tuple[str, Rehearsal], ...]:
    """A rehearsal of each tier by itself; the least of many are left out."""
    counts = Counter(tier for one in seen for tier in one.tiers.tolist())
    return tuple((tier, rehearsed([of_tier(one, tier) for one in seen])) for tier, _count in counts.most_common(MOST))


def of_tier(one: Looked, tier: str) -> Looked:
    own = one.tiers == tier
    return Looked(one.day, one.accounts[own], one.scores[own], one.bands[own], one.left_after[own], one.tiers[own])


def looks(known: Known, found: Sequence[Health], gone: Leaving, day: date, lead: int) -> Iterator[Looked]:
    """Of each model: the customers of that day who had a score."""
    after = gone.leavers(day, lead)
    tiers = np.array([tier or "" for tier in known.attribute(TIER)], dtype=object)
    for one in found:
        own = known.accounts[one.places]
        kept = gone.customers(day, own) & ~np.isnan(one.scored.score)
        ids = own[kept]
        left = np.array([after.get(account, np.nan) for account in ids.tolist()], dtype=np.float64)
        yield Looked(day, ids, one.scored.score[kept], one.bands[kept], left, tiers[one.places][kept])


def assumed(home: Path, organisation: Organisation, last: date) -> float | None:
    """The share of signals up to the last day whose known date was assumed from when they happened."""
    session = open_session(home, organisation, [], [], known_by=end_of(last, organisation))
    every = " union all ".join(f"select assumed from signals_{kind}" for kind in KINDS)
    share = session.fetch(f"select avg(case when assumed then 1.0 else 0.0 end) from ({every}) s")[0][0]
    session.close()
    return share
