"""Answers: NPS after service and once a year about the relationship, and the effort of errands (CES)."""

import json

import numpy as np
import pyarrow as pa

from loiste.demo.facts import facts, joined, labels, pick
from loiste.demo.period import Floats, Ints, Period, rng, spread
from loiste.demo.state import contact_refs
from loiste.demo.support import Tickets, between
from loiste.demo.texts import (
    RELATION_BLAME,
    RELATION_FAIR,
    RELATION_PRAISE,
    SERVICE_BLAME,
    SERVICE_FAIR,
    SERVICE_PRAISE,
)
from loiste.demo.world import World

SERVICE_ANSWERS = 2190
EFFORT_ANSWERS = 1080
# Shares of detractors and of promoters, at the start and at the end.
SERVICE_SHARES = ((0.078, 0.062), (0.806, 0.832))
RELATION_SHARES = ((0.175, 0.14), (0.52, 0.56))
EFFORTS = (0.01, 0.02, 0.03, 0.07, 0.19, 0.32, 0.36)  # of 1 ... 7
LOW, HIGH = (0.01, 0.01, 0.02, 0.05, 0.11, 0.30, 0.50), (0.42, 0.58)  # of 0 ... 6; of 9 and 10
ANSWERING = 0.33  # of the asked


def answers(world: World, made: Tickets) -> pa.Table:
    return joined([service(world, made), relationship(world), effort(world, made)])


def service(world: World, made: Tickets) -> pa.Table:
    """NPS asked after solved mail."""
    random = rng(world.seed, "service answers")
    ticket, day = asked(world, made, np.flatnonzero(made.solved_at_all & (made.channel == 0)), SERVICE_ANSWERS, random)
    scores = points(SERVICE_SHARES, day, world.period, random)
    said = comments(scores, 0.33, (SERVICE_BLAME, SERVICE_FAIR, SERVICE_PRAISE), random)
    return told(world, "service", day, made.contact[ticket], random, name="nps", value=scores, scale=10.0, text=said)


def asked(world: World, made: Tickets, pool: Ints, count: int, random: np.random.Generator) -> tuple[Ints, Ints]:
    """(ticket, day of the answer) of so many tickets of the pool; the day may not lie after the last."""
    day = world.period.local_day(made.solved) + random.geometric(0.6, len(made.solved)) - 1
    pool = pool[day[pool] <= world.period.last]
    ticket = np.sort(random.choice(pool, min(count, len(pool)), replace=False))
    return ticket, day[ticket]


def relationship(world: World) -> pa.Table:
    """NPS asked of each paying shop once a year, about a month after its own yearly day."""
    random, period, spans = rng(world.seed, "relationship answers"), world.period, world.spans
    years = np.arange(1, 12)
    day = spans.paid_from[:, None] + 365 * years + random.integers(10, 45, (len(spans.shop), 1))
    fits = period.told(day) & (day < spans.end[:, None]) & (random.random(day.shape) < ANSWERING)
    row, year = np.nonzero(fits)
    days, shop = day[row, year], spans.shop[row]
    scores = points(RELATION_SHARES, days, period, random)
    said = comments(scores, 0.38, (RELATION_BLAME, RELATION_FAIR, RELATION_PRAISE), random)
    who = world.contacts.some(shop, random)
    return told(world, "relationship", days, who, random, name="nps", value=scores, scale=10.0, text=said)


def effort(world: World, made: Tickets) -> pa.Table:
    """How easy an errand was, 1 to 7, asked after chats and mail."""
    random = rng(world.seed, "effort answers")
    ticket, day = asked(world, made, np.flatnonzero(made.solved_at_all & (made.channel < 2)), EFFORT_ANSWERS, random)
    luck = spread(day, random) ** (1.12 - 0.24 * world.period.age(day))  # errands become easier
    marks = 1.0 + np.searchsorted(np.cumsum(EFFORTS)[:-1], luck)
    return told(world, "effort", day, made.contact[ticket], random, name="ces", value=marks, scale=7.0)


def points(
    shares: tuple[tuple[float, float], tuple[float, float]], days: Ints, period: Period, random: np.random.Generator
) -> Floats:
    """0 to 10 for the answer of each day."""
    age, luck = period.age(days), spread(days, random)
    low = luck < between(shares[0], age)
    high = luck > 1 - between(shares[1], age)
    bad = random.choice(len(LOW), len(age), p=LOW)
    fair, good = 7 + (random.random(len(age)) < 0.62), 9 + random.choice(2, len(age), p=HIGH)
    return np.where(low, bad, np.where(high, good, fair)).astype(float)


def comments(
    scores: Floats, share: float, texts: tuple[list[str | None], ...], random: np.random.Generator
) -> pa.Array:
    """A comment for some of the answers: those of the unhappy, the middling, the happy."""
    mood = np.where(scores <= 6, 0, np.where(scores <= 8, 1, 2))
    starts = np.cumsum([0, *(len(part) for part in texts)])
    sizes = np.array([len(part) for part in texts])
    choice = starts[mood] + (random.random(len(scores)) * sizes[mood]).astype(np.int64)
    says = random.random(len(scores)) < share * np.where(mood == 0, 1.7, 1.0)
    return pick([text for part in texts for text in part], np.where(says, choice, -1))


def told(
    world: World, what: str, days: Ints, contact: Ints, random: np.random.Generator, **columns: object
) -> pa.Table:
    """The answers as signals. Effort is about service too."""
    number = np.arange(1, len(days) + 1)
    languages = [json.dumps({"language": world.contacts.languages[i]}) for i in contact]
    moments = world.period.moment(days, random.uniform(7, 22, len(days)) * 3600)
    return facts(
        "answer", labels(f"answer/{what}/", number), ref=labels(f"V-{what}-", number), day=days, occurred_at=moments,
        account_ref=pick(world.shops.refs, world.contacts.shop[contact]), properties=languages,
        contact_ref=pick(contact_refs(world), contact),
        category="relationship" if what == "relationship" else "service", **columns,
    )  # fmt: skip
