"""How shops come, grow, leave and come back: a simulation month by month that leaves a list of events."""

from dataclasses import dataclass, field

import numpy as np

from loiste.demo.period import NOTHING, Bools, Floats, Ints, Period
from loiste.demo.prices import ENTERPRISE, enterprise_euros

PAYING_AT_START, PAYING_AT_END = 900, 1500
LEAVING = (0.0224, 0.0149)  # share of paying shops that leave in a month, at the start and at the end
TRIAL_DAYS = 30
OLDEST = 1500  # days that the first customers had been there when the story begins, at most
FROM_TRIAL = 0.55  # of new paying shops; the others buy at once
TRIALS_LOST_PER_WON = 4.0
SHARES_AT_START = (0.50, 0.365, 0.12, 0.015)
SHARES_OF_NEW = (0.59, 0.32, 0.083, 0.007)
LEAVES = np.array([1.5, 0.85, 0.5, 0.22])  # how readily each plan leaves, against the others
UPGRADES = np.array([0.0182, 0.0138, 0.0051, 0.0])
DOWNGRADES = np.array([0.0, 0.0035, 0.0045, 0.006])
RENEGOTIATED = 0.05  # Enterprise contracts whose price changes in a month
RETURNS = 0.008  # of those who left, in a month
SETTLED, BEFORE_CHANGE = 60, 90  # days a shop stays before it leaves; before it changes plan
# Signing up follows the year: quiet July and December, busy January, August and September.
SEASON = np.array([1.2, 1.05, 1.05, 1.0, 0.95, 0.8, 0.6, 1.2, 1.25, 1.15, 1.05, 0.7])
# Kinds of events, in the order in which they stand when they fall on one day.
END, TRIAL, PAY, CHANGE = range(4)


@dataclass
class Events:
    """What happened to subscriptions: shop, day, kind, and the plan and agreed price that hold from then."""

    parts: list[tuple[Ints, Ints, Ints, Ints, Floats]] = field(default_factory=list)

    def add(self, kind: int, shops: Ints, days: Ints, plans: Ints, agreed: Floats) -> None:
        self.parts.append((shops, days, np.full(len(shops), kind), plans, agreed))

    def columns(self) -> tuple[Ints, Ints, Ints, Ints, Floats]:
        """All events by shop and day."""
        shop, day, kind, plan, agreed = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        order = np.lexsort((kind, day, shop))
        return shop[order], day[order], kind[order], plan[order], agreed[order]


@dataclass
class Pool:
    """Shops that pay, paid or will pay, as they stand in the month that is being told."""

    plan: Ints
    agreed: Floats
    since: Ints  # first day of the paid time that runs now
    left: Ints  # day of leaving; NOTHING while it pays, or before it ever did
    paying: Bools
    yearly: Bools
    used: int = 0


def new_pool(size: int, random: np.random.Generator) -> Pool:
    nothing = np.full(size, NOTHING, dtype=np.int64)
    yearly = random.random(size) < 0.25
    return Pool(
        np.zeros(size, dtype=np.int64), enterprise_euros(random, size), nothing, nothing.copy(),
        np.zeros(size, dtype=bool), yearly,
    )  # fmt: skip


def live(period: Period, random: np.random.Generator) -> tuple[Events, Pool, int]:
    """The events of all shops, the pool, and how many shops there are: payers first, then trials that did not buy."""
    events, pool = Events(), new_pool(6000, random)
    settle(pool, events, period, random)
    lost: list[Ints] = []
    starts = period.month_starts
    for start, end in zip(starts[:-1], starts[1:], strict=True):
        leave(pool, events, period, (start, end), random)
        change_plans(pool, events, (start, end), random)
        come_back(pool, events, (start, end), random)
        won = arrive(pool, events, period, (start, end), random)
        trials = random.poisson(TRIALS_LOST_PER_WON * won)
        lost.append(random.integers(start - TRIAL_DAYS, end - TRIAL_DAYS, trials))
    return events, pool, pool.used + try_only(events, pool.used, np.concatenate(lost))


def settle(pool: Pool, events: Events, period: Period, random: np.random.Generator) -> None:
    """Those who pay when the story begins, signed up in the years before."""
    ages = random.integers(SETTLED, OLDEST, PAYING_AT_START)
    begin(pool, events, period.first - ages, SHARES_AT_START, random)


def begin(pool: Pool, events: Events, days: Ints, shares: tuple[float, ...], random: np.random.Generator) -> int:
    """New paying shops from these days on, some after a trial. Returns how many of them tried first."""
    shops = np.arange(pool.used, pool.used + len(days))
    pool.used += len(days)
    pool.plan[shops] = random.choice(len(shares), len(days), p=shares)
    pool.since[shops], pool.paying[shops] = days, True
    events.add(PAY, shops, days, pool.plan[shops], pool.agreed[shops])
    tried = shops[random.random(len(shops)) < FROM_TRIAL]
    events.add(TRIAL, tried, pool.since[tried] - TRIAL_DAYS, pool.plan[tried], pool.agreed[tried])
    return len(tried)


def try_only(events: Events, first: int, days: Ints) -> int:
    """Trials that end without buying: all of the smallest plan. Returns their number."""
    shops = np.arange(first, first + len(days))
    plans, agreed = np.zeros(len(days), dtype=np.int64), np.zeros(len(days))
    events.add(TRIAL, shops, days, plans, agreed)
    events.add(END, shops, days + TRIAL_DAYS, plans, agreed)
    return len(days)


def leave(pool: Pool, events: Events, period: Period, month: tuple[int, int], random: np.random.Generator) -> None:
    """Some leave: small plans and young customers rather, the yearly billed and the large seldom."""
    start, end = month
    weight = np.where(pool.paying & (pool.since <= start - SETTLED), LEAVES[pool.plan], 0.0)
    weight = weight * np.where(pool.yearly, 0.6, 1.0) * np.where(pool.since > start - 240, 1.35, 1.0)
    share = LEAVING[0] + (LEAVING[1] - LEAVING[0]) * float(period.age(np.array([end]))[0])
    chance = weight * share * pool.paying.sum() / weight.sum()
    gone = np.flatnonzero(random.random(len(chance)) < chance)
    pool.left[gone] = random.integers(start, end, len(gone))
    pool.paying[gone] = False
    events.add(END, gone, pool.left[gone], pool.plan[gone], pool.agreed[gone])


def change_plans(pool: Pool, events: Events, month: tuple[int, int], random: np.random.Generator) -> None:
    """Upgrades, downgrades, and new prices of Enterprise contracts; at most one a month for a shop."""
    start, end = month
    luck = random.random(len(pool.plan))
    ready = pool.paying & (pool.since <= start - BEFORE_CHANGE)
    down, up = DOWNGRADES[pool.plan], UPGRADES[pool.plan]
    lower = ready & (luck < down)
    higher = ready & (luck >= down) & (luck < down + up)
    priced = ready & (pool.plan == ENTERPRISE) & (luck > 1 - RENEGOTIATED)
    pool.plan = pool.plan - lower + higher
    raised = np.rint(pool.agreed * random.uniform(0.96, 1.12, len(luck)) / 10) * 10
    pool.agreed = np.where(priced, np.clip(raised, 500, 2500), pool.agreed)
    shops = np.flatnonzero(lower | higher | priced)
    events.add(CHANGE, shops, random.integers(start, end, len(shops)), pool.plan[shops], pool.agreed[shops])


def come_back(pool: Pool, events: Events, month: tuple[int, int], random: np.random.Generator) -> None:
    start, end = month
    away = (pool.left != NOTHING) & ~pool.paying & (pool.left < start - 45) & (pool.left > start - 400)
    back = np.flatnonzero(away & (random.random(len(away)) < RETURNS))
    pool.since[back] = random.integers(start, end, len(back))
    pool.paying[back], pool.left[back] = True, NOTHING
    events.add(PAY, back, pool.since[back], pool.plan[back], pool.agreed[back])


def arrive(pool: Pool, events: Events, period: Period, month: tuple[int, int], random: np.random.Generator) -> int:
    """As many new customers as growth needs, by the season. Returns how many of them tried first."""
    start, end = month
    told = (end - period.first) / period.days
    aim = PAYING_AT_START + (PAYING_AT_END - PAYING_AT_START) * told
    season = SEASON[int(np.datetime64(int(start), "D").astype("datetime64[M]").astype(int)) % 12]
    wanted = (aim - pool.paying.sum() + 4 * random.normal()) * 0.5 + 0.5 * 38 * season
    days = random.integers(start, end, max(int(round(wanted)), 6))
    return begin(pool, events, days, SHARES_OF_NEW, random)
