"""Use of the panel by contacts: rhythm of week and year, features by shop, silence before leaving."""

import numpy as np
import pyarrow as pa

from loiste.demo.facts import facts, joined, numbered, pick
from loiste.demo.history import FAR, Spans
from loiste.demo.period import NOTHING, Bools, Floats, Ints, Period, months_of, rng, weekdays
from loiste.demo.state import contact_refs
from loiste.demo.world import World

# feature: (share of shops that use it, weight among what they use, seconds usually spent)
FEATURES = {
    "orders": (1.0, 0.36, 260),
    "products": (1.0, 0.22, 420),
    "reports": (0.72, 0.10, 150),
    "shipping": (0.80, 0.11, 180),
    "campaigns": (0.40, 0.06, 340),
    "newsletter": (0.33, 0.05, 400),
    "discount_codes": (0.48, 0.04, 120),
    "appearance": (0.65, 0.04, 380),
    "integrations": (0.22, 0.015, 240),
    "multi_language": (0.10, 0.015, 300),
}
BY_ROLE = np.array([0.24, 0.36, 0.26, 0.05, 0.08, 0.2])  # chance of use on a working day
ALONE = 1.6  # who runs a shop alone uses it more
WEEK = np.array([1.05, 1.0, 1.0, 0.95, 0.85, 0.3, 0.38])
YEAR = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.85, 0.62, 0.92, 1.0, 1.05, 1.18, 1.0])
FADES = 0.68  # of leavers use less and less before they go
CHUNK = 400  # rows of (contact, span) looked at together; more costs memory


def usage(world: World) -> pa.Table:
    """Panel use: one signal per contact, day and feature; of those who bought, from the first day of their trial."""
    random = rng(world.seed, "usage")
    spans = world.spans.bought_by(world.period.last).told(world.period)
    fade = fading(spans, rng(world.seed, "fading"))
    contact, day = active_days(world, spans, fade, random)
    return joined([panel(world, contact, day, random), cancellation_page(world, spans)])


def fading(spans: Spans, random: np.random.Generator) -> Ints:
    """For each span the number of days before its end over which use dies away; 0 when it does not."""
    days = random.integers(45, 121, len(spans.end))
    fades = (random.random(len(spans.end)) < FADES) & (spans.end < FAR)
    return np.where(fades, np.minimum(days, spans.end - spans.start), 0)


def active_days(world: World, spans: Spans, fade: Ints, random: np.random.Generator) -> tuple[Ints, Ints]:
    """(contact, day) of every day of use."""
    people, shops, period = world.contacts, world.shops, world.period
    count = people.count[spans.shop]
    row = np.repeat(np.arange(len(count)), count)
    before = np.repeat(np.cumsum(count) - count, count)
    contact = np.repeat(people.first[spans.shop], count) + np.arange(len(row)) - before
    base = BY_ROLE[people.role[contact]] * shops.liveliness[people.shop[contact]]
    base = base * np.where(people.count[people.shop[contact]] == 1, ALONE, 1.0)
    chances = rhythm(period)
    found = [
        use_of(contact[part], spans, row[part], base[part], fade, chances, period, random)
        for part in np.split(np.arange(len(row)), range(CHUNK, len(row), CHUNK))
    ]
    return np.concatenate([c for c, _ in found]), np.concatenate([d for _, d in found])


def rhythm(period: Period) -> Floats:
    """How much each day of the period is a day of use."""
    days = np.arange(period.first, period.last + 1)
    month_day = days - days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + 1
    feast = (months_of(days) == 11) & (month_day >= 23) & (month_day <= 27)
    return WEEK[weekdays(days)] * YEAR[months_of(days)] * np.where(feast, 0.35, 1.0)


def use_of(
    contact: Ints, spans: Spans, row: Ints, base: Floats, fade: Ints, chances: Floats, period: Period,
    random: np.random.Generator,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Days of use of some contacts in their spans (`row`)."""
    days = np.arange(period.first, period.last + 1)
    start, end = spans.start[row][:, None], spans.end[row][:, None]
    inside = (days >= start) & (days < end)
    chance = np.minimum(base[:, None] * chances, 0.97) * left_of_use(days, end, fade[row][:, None])
    where, when = np.nonzero(inside & (random.random(chance.shape, dtype=np.float32) < chance))
    return contact[where], days[when]


def left_of_use(days: Ints, end: Ints, fade: Ints) -> Floats:
    """1 until use begins to die away, then down to 0.06 at the end."""
    return np.where(fade > 0, np.clip((end - days) / np.maximum(fade, 1), 0.06, 1.0), 1.0)


def panel(world: World, contact: Ints, day: Ints, random: np.random.Generator) -> pa.Table:
    shop = world.contacts.shop[contact]
    feature = chosen(habits(world, rng(world.seed, "features"))[shop], random)
    count = 1 + random.poisson(3.2, len(day))
    usual = np.array([seconds for _, _, seconds in FEATURES.values()])[feature]
    hours = np.clip(random.normal(13.0, 3.4, len(day)), 6.0, 22.9)
    return facts(
        "usage", numbered("usage/", len(day)), name=pick(list(FEATURES), feature), day=day,
        occurred_at=world.period.moment(day, hours * 3600), account_ref=pick(world.shops.refs, shop),
        contact_ref=pick(contact_refs(world), contact), quantity=count.astype(float),
        duration=np.rint(usual * np.exp(random.normal(0, 0.6, len(day)))),
    )  # fmt: skip


def habits(world: World, random: np.random.Generator) -> Floats:
    """For each shop the running share of its use over the features; large plans use more of them."""
    shares = np.array([share for share, _, _ in FEATURES.values()])
    weights = np.array([weight for _, weight, _ in FEATURES.values()])
    wanted = shares + 0.1 * world.shops.plan[:, None]
    uses = random.random((len(world.shops), len(FEATURES))) < wanted
    lean = weights * uses * np.exp(random.normal(0, 0.4, uses.shape))
    return np.cumsum(lean, axis=1) / lean.sum(axis=1, keepdims=True)


def chosen(running: Floats, random: np.random.Generator) -> Ints:
    """An index per row, by the running shares of the row."""
    luck = random.random(len(running))
    return np.minimum((running < luck[:, None]).sum(axis=1), running.shape[1] - 1)


def cancellation_page(world: World, spans: Spans) -> pa.Table:
    """Visits to the cancellation page: by many who then leave, and by a few who stay."""
    random, period = rng(world.seed, "cancellation page"), world.period
    leaves = (spans.end < FAR) & spans.bought
    looked = leaves & (random.random(len(leaves)) < 0.6)
    day = np.where(looked, spans.end - random.integers(2, 31, len(leaves)), NOTHING)
    stays = ~leaves & spans.bought & (random.random(len(leaves)) < 0.05)
    shown = np.maximum(spans.start, period.first)
    length = np.maximum(period.last - shown, 1)
    day = np.where(stays, shown + (random.random(len(leaves)) * length).astype(np.int64), day)
    seen: Bools = period.told(day) & (day >= spans.start)
    shop, contact = spans.shop[seen], world.contacts.first[spans.shop[seen]]
    hours = random.uniform(8, 20, len(shop))
    return facts(
        "usage", numbered("usage/cancellation/", len(shop)), name="cancellation_page", day=day[seen],
        occurred_at=period.moment(day[seen], hours * 3600), account_ref=pick(world.shops.refs, shop),
        contact_ref=pick(contact_refs(world), contact), quantity=1.0,
    )  # fmt: skip
