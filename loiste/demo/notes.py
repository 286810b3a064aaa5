"""What success managers write down now and then."""

import json

import numpy as np
import pyarrow as pa

from loiste.demo import names
from loiste.demo.facts import facts, joined, labels, pick
from loiste.demo.history import FAR
from loiste.demo.period import Ints, rng
from loiste.demo.texts import NOTE_NAMES, NOTES, WORRIES, WORRY_NAMES
from loiste.demo.world import World

A_MONTH = np.array([0.018, 0.04, 0.1, 0.5])  # by plan
WORRIED = 0.3  # of leavers somebody saw it coming


def notes(world: World) -> pa.Table:
    return joined([usual(world), worried(world)])


def usual(world: World) -> pa.Table:
    random, spans, period = rng(world.seed, "notes"), world.spans.told(world.period), world.period
    start, end = np.maximum(spans.start, period.first), np.minimum(spans.end, period.last + 1)
    rate = A_MONTH[world.shops.plan[spans.shop]] * spans.bought / 30.4
    row = np.repeat(np.arange(len(start)), random.poisson(rate * (end - start)))
    day = start[row] + (random.random(len(row)) * (end - start)[row]).astype(np.int64)
    return written(world, "usual", spans.shop[row], day, (NOTES, NOTE_NAMES), random)


def worried(world: World) -> pa.Table:
    random, spans = rng(world.seed, "worries"), world.spans
    day = spans.end - random.integers(14, 60, len(spans.end))
    seen = spans.bought & (spans.end < FAR) & (random.random(len(day)) < WORRIED)
    seen = seen & world.period.told(day) & (day > spans.start)
    return written(world, "worried", spans.shop[seen], day[seen], (WORRIES, WORRY_NAMES), random)


def written(
    world: World, what: str, shop: Ints, day: Ints, choices: tuple[list[str | None], list[str | None]],
    random: np.random.Generator,
) -> pa.Table:  # fmt: skip
    """Notes by the owner of the account, in office hours of a weekday where one was chosen."""
    authors = [json.dumps({"author": name}, ensure_ascii=False) for name in names.OWNERS]
    texts, kinds = choices
    moments = world.period.moment(day, random.uniform(8.5, 16.5, len(day)) * 3600)
    chosen = random.integers(0, len(texts), len(day))
    return facts(
        "note", labels(f"note/{what}/", np.arange(len(day))), account_ref=pick(world.shops.refs, shop), day=day,
        occurred_at=moments, name=pick(kinds, chosen), text=pick(texts, chosen),
        properties=pick(authors, world.shops.owner[shop]),
    )  # fmt: skip
