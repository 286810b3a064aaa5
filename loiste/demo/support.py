"""Support tickets by mail, chat and phone: opened, answered, solved, reopened, rated."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from loiste.demo.facts import facts, joined, labels, pick
from loiste.demo.period import SECOND, Bools, Floats, Ints, rng, weekdays
from loiste.demo.state import contact_refs
from loiste.demo.texts import TICKETS
from loiste.demo.world import World

CHANNELS = ("mail", "chat", "phone")
CHANNEL_SHARES = ((0.56, 0.29, 0.15), (0.46, 0.43, 0.11))  # at the start, at the end
# Of each channel: median minutes to the first response at the start and at the end, and the spread of its logarithm.
RESPONSE = np.array([[405.0, 205.0, 0.75], [14.5, 7.2, 1.2], [2.2, 1.2, 0.6]])
SOLVING_HOURS = np.array([[11.0, 7.0, 1.1], [0.7, 0.5, 0.9], [0.4, 0.3, 0.8]])
A_MONTH = np.array([0.42, 0.62, 0.95, 2.4])  # tickets by plan
NEW_CUSTOMER = 1.9  # tickets more in the first weeks
WEEK = np.array([1.0, 0.95, 0.9, 0.9, 0.85, 0.22, 0.22])
PRIORITIES = ("normal", "high", "urgent")
STARS = (0.01, 0.015, 0.035, 0.25, 0.69)
REOPENED = (0.13, 0.08)
UNSOLVED = 0.015


@dataclass(frozen=True)
class Tickets:
    """One entry per ticket. Later moments may lie after the last day; those are not told."""

    shop: Ints
    contact: Ints
    opened: Ints  # UTC microseconds, as all moments here
    channel: Ints
    category: Ints
    minutes: Floats
    hours: Floats
    responded: Ints
    solved: Ints
    solved_at_all: Bools

    def refs(self, rows: Ints) -> pa.Array:
        return labels("P", 100_001 + rows)


def between(pair: tuple[float, float] | Floats, age: Floats) -> Floats:
    """From the first to the second of the pair as age goes from 0 to 1."""
    return pair[0] + (pair[1] - pair[0]) * age


def opened_when(world: World, random: np.random.Generator) -> tuple[Ints, Ints]:
    """(shop, day) of each ticket: while a customer, more in the first weeks, few at week-ends."""
    spans, period = world.spans.told(world.period), world.period
    start, end = np.maximum(spans.start, period.first), np.minimum(spans.end, period.last + 1)
    rate = A_MONTH[world.shops.plan[spans.shop]] * np.where(spans.bought, 1.0, 0.55) / 30.4
    usual = random.poisson(rate * (end - start))
    asks = (spans.start >= period.first) & (spans.bought | (random.random(len(start)) < 0.3))
    extra = random.poisson(NEW_CUSTOMER, len(start)) * asks
    row = np.repeat(np.arange(len(start)), usual)
    day = start[row] + (random.random(len(row)) * (end - start)[row]).astype(np.int64)
    first = np.repeat(np.arange(len(start)), extra)
    early = start[first] + np.minimum(random.exponential(12, len(first)), 60).astype(np.int64)
    row, day = np.concatenate([row, first]), np.concatenate([day, early])
    keep = (day < end[row]) & (random.random(len(day)) < WEEK[weekdays(day)])
    order = np.argsort(day[keep], kind="stable")
    return spans.shop[row[keep]][order], day[keep][order]


def tickets(world: World) -> Tickets:
    """All tickets, by the day of opening."""
    random, period = rng(world.seed, "support"), world.period
    shop, day = opened_when(world, random)
    age, luck = period.age(day), random.random(len(day))
    mail, chat = (between((CHANNEL_SHARES[0][i], CHANNEL_SHARES[1][i]), age) for i in (0, 1))
    channel = np.where(luck < mail, 0, np.where(luck < mail + chat, 1, 2))
    opens, closes = np.where(channel == 0, 6.0, 8.0), np.where(channel == 0, 22.9, 17.9)
    hour = np.clip(random.normal(12.5, 3.0, len(day)), opens, closes)
    opened = period.moment(day, hour * 3600)
    minutes = np.maximum(np.rint(drawn(RESPONSE, channel, age, random)), np.where(channel == 0, 2.0, 0.0))
    hours = np.round(minutes / 60 + drawn(SOLVING_HOURS, channel, age, random), 2)
    shares = np.array([share for share, _ in TICKETS.values()])
    return Tickets(
        shop, world.contacts.some(shop, random), opened, channel, random.choice(len(shares), len(day), p=shares),
        minutes, hours, opened + minutes.astype(np.int64) * 60 * SECOND,
        opened + (hours * 3600).astype(np.int64) * SECOND, random.random(len(day)) >= UNSOLVED,
    )  # fmt: skip


def drawn(table: Floats, channel: Ints, age: Floats, random: np.random.Generator) -> Floats:
    """A time per ticket, from the medians and the spread of its channel."""
    medians = between(table[:, :2].T[:, channel], age)
    return medians * np.exp(table[channel, 2] * random.normal(size=len(channel)))


def support(world: World, made: Tickets) -> pa.Table:
    """The tickets as signals."""
    random = rng(world.seed, "rated")
    every = np.arange(len(made.shop))
    answered = every[world.period.before_tomorrow(made.responded)]
    solved = every[made.solved_at_all & world.period.before_tomorrow(made.solved)]
    again = random.random(len(every)) < between(REOPENED, world.period.age(world.period.local_day(made.opened)))
    rated = solved[random.random(len(solved)) < 0.3]
    stars = 1.0 + random.choice(len(STARS), len(rated), p=STARS)
    luck = random.random(len(every))
    choices = [subjects for _, subjects in TICKETS.values()]
    subject = [choices[c][int(u * len(choices[c]))] for c, u in zip(made.category, luck, strict=True)]
    return joined([
        part(world, made, "opened", every, made.opened, text=subject),
        part(world, made, "responded", answered, made.responded, value=made.minutes[answered]),
        part(world, made, "solved", solved, made.solved, value=made.hours[solved]),
        part(world, made, "reopened", solved, made.solved, value=again[solved].astype(float)),
        part(world, made, "rated", rated, made.solved, value=stars, scale=5.0),
    ])  # fmt: skip


def part(world: World, made: Tickets, name: str, rows: Ints, moments: Ints, **more: object) -> pa.Table:
    """One moment of some tickets."""
    priority = np.where(made.category[rows] == 7, 1, 0) + (made.minutes[rows] % 29 == 3)
    return facts(
        "ticket", labels(f"ticket/{name}/", rows), name=name, ref=made.refs(rows), occurred_at=moments[rows],
        day=world.period.local_day(moments[rows]), account_ref=pick(world.shops.refs, made.shop[rows]),
        contact_ref=pick(contact_refs(world), made.contact[rows]), channel=pick(list(CHANNELS), made.channel[rows]),
        category=pick(list(TICKETS), made.category[rows]), priority=pick(list(PRIORITIES), priority), **more,
    )  # fmt: skip
