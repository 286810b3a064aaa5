"""What winning and keeping customers costs the demo company each month, and what a krona was worth."""

import numpy as np
import pyarrow as pa

from loiste.demo.facts import facts, joined, labels
from loiste.demo.period import Floats, Ints, Period, calendar_day, rng
from loiste.demo.world import World

WINNING = 1170.0  # euros for a new customer
WON_BY = {"sales": 0.58, "marketing": 0.42}
KEEPING = {"success_team": 13.5, "account_management": 7.5, "adoption": 4.0, "services": 6.0}  # euros for a customer
KRONA = 0.0885  # euros, around which it moves
RATE_YEARS = 6  # the oldest subscriptions began long before the period
BILLION = 1_000_000_000


def costs(world: World) -> pa.Table:
    """Six kinds of costs for every full month."""
    random, ends = rng(world.seed, "costs"), world.period.full_months()
    new, there = won(world, ends), np.array([world.spans.paying_on(int(day)) for day in ends], dtype=float)
    kinds = {name: WINNING * share * new for name, share in WON_BY.items()}
    kinds |= {name: euros * there for name, euros in KEEPING.items()}
    return joined([
        cost(name, ends, amount * random.normal(1.0, 0.035, len(ends))) for name, amount in kinds.items()
    ])  # fmt: skip


def won(world: World, ends: Ints) -> Floats:
    """New paying customers a month, evened out: budgets follow the year, not each month."""
    spans = world.spans
    fresh = np.array([((spans.paid_from > end - 91) & (spans.paid_from <= end)).sum() for end in ends]) / 3
    year = np.array([((spans.paid_from > end - 365) & (spans.paid_from <= end)).sum() for end in ends]) / 12
    known = ends - 365 >= world.period.first
    return np.where(known, 0.5 * fresh + 0.5 * year, fresh)


def cost(name: str, ends: Ints, euros: Floats) -> pa.Table:
    amount = (np.rint(euros / 10) * 10 * 1_000_000).astype(np.int64)
    keys = labels(f"cost/{name}/", ends)
    return facts("cost", keys, name=name, category=name, day=ends, amount=amount, currency="EUR")


def krona_rates(seed: int, period: Period) -> list[tuple[int, int]]:
    """(day, billionths of a euro) at the month ends up to the last day, from long before the period."""
    first = np.datetime64(calendar_day(period.first), "M") - 12 * RATE_YEARS
    months = np.arange(first + 1, np.datetime64(period.until, "M") + 2)
    ends = months.astype("datetime64[D]").astype(np.int64) - 1
    drift = rng(seed, "krona").normal(0, 0.009, len(ends))
    walk = np.zeros(len(ends))
    for month in range(1, len(ends)):
        walk[month] = 0.93 * walk[month - 1] + drift[month]  # comes back to its mean
    rates = np.rint(KRONA * np.exp(walk) * BILLION)
    return [(int(day), int(rate)) for day, rate in zip(ends, rates, strict=True) if day <= period.last]
