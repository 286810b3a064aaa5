"""One account's figures on two days, by what is known now."""

from collections.abc import Sequence
from datetime import date
from math import isnan

from loiste.judgement.explained import One
from loiste.judgement.facts import Needs
from loiste.judgement.health_model import HealthModel
from loiste.metrics.by_account import Ask

MAIN = (Ask("active_users"), Ask("days_of_use"), Ask("ticket_volume"), Ask("nps"))
MOST = 6


def asks(model: HealthModel | None) -> list[Ask]:
    """The metrics that the account's health rests on, the weightiest first; without a model some main ones."""
    if model is None:
        return list(MAIN)
    parts = sorted((one for one in model.components if one.metric), key=lambda one: -one.weight)
    return list(dict.fromkeys(Ask(one.metric, one.days) for one in parts if one.metric))[:MOST] or list(MAIN)


def figures(who: One, wanted: Sequence[Ask], then: date, now: date) -> list[tuple[Ask, float | None, float | None]]:
    """Each metric on both days; None = unknown. Money in major units."""
    both = who.facts(Needs(asks=frozenset((ask, 0) for ask in wanted)), [then, now], None)
    read = [[number(float(known.numbers[ask, 0][0])) for known in both] for ask in wanted]
    return [(ask, before, after) for ask, (before, after) in zip(wanted, read, strict=True)]


def number(value: float) -> float | None:
    return None if isnan(value) else value
