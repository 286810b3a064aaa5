"""The shops' own sales: a weekly usage signal whose value is euros. What the customers get out of it."""

import numpy as np
import pyarrow as pa

from loiste.demo.facts import facts, numbered, pick
from loiste.demo.history import FAR
from loiste.demo.period import Floats, Ints, months_of, rng
from loiste.demo.state import first_value_days
from loiste.demo.usage import left_of_use
from loiste.demo.world import World

FEATURE = "shop_sales"
A_WEEK = np.array([420.0, 2100.0, 9800.0, 52_000.0])  # median euros by plan
BASKET = 58.0
YEAR = np.array([0.92, 0.88, 0.94, 0.97, 1.0, 0.93, 0.80, 0.95, 0.98, 1.05, 1.32, 1.38])
STRUGGLES = 0.5  # of leavers sell less and less in the months before


def sales(world: World) -> pa.Table:
    """One signal per paying shop and Sunday, from its first order on."""
    random = rng(world.seed, "sales")
    span, day = sundays(world)
    shop = world.spans.shop[span]
    ebb = left_of_use(day, world.spans.end[span], ebbing(world)[span])
    value = level(world)[shop] * growth(world)[shop] ** ((day - world.period.first) / 365)
    value = value * YEAR[months_of(day)] * np.sqrt(ebb) * np.exp(random.normal(0, 0.22, len(day)))
    return facts(
        "usage", numbered("usage/sales/", len(day)), name=FEATURE, day=day, value=np.round(value, 2),
        quantity=np.maximum(np.rint(value / BASKET), 1), account_ref=pick(world.shops.refs, shop),
    )  # fmt: skip


def sundays(world: World) -> tuple[Ints, Ints]:
    """(span, Sunday) of every whole week in which a paying shop sold."""
    spans, period = world.spans, world.period
    opened = np.maximum(np.minimum(first_value_days(world)[spans.shop], FAR), spans.start)
    first = np.maximum(opened, period.first)
    first = first + (3 - first) % 7  # 1970-01-04, day 3, was a Sunday
    last = np.minimum(spans.end - 1, period.last)
    weeks = np.where(spans.bought & (last >= first), (last - first) // 7 + 1, 0)
    span = np.repeat(np.arange(len(weeks)), weeks)
    week = np.arange(len(span)) - np.repeat(np.cumsum(weeks) - weeks, weeks)
    return span, first[span] + 7 * week


def level(world: World) -> Floats:
    random = rng(world.seed, "sales level")
    return A_WEEK[world.shops.plan] * np.exp(random.normal(0, 0.6, len(world.shops)))


def growth(world: World) -> Floats:
    random = rng(world.seed, "sales growth")
    return np.clip(random.normal(1.12, 0.16, len(world.shops)), 0.6, 1.6)


def ebbing(world: World) -> Ints:
    """Days before the end of each span over which sales die away; 0 when they do not."""
    random = rng(world.seed, "ebbing")
    ends = world.spans.end
    ebbs = (random.random(len(ends)) < STRUGGLES) & (ends < FAR)
    return np.where(ebbs, np.minimum(random.integers(90, 200, len(ends)), ends - world.spans.start), 0)
