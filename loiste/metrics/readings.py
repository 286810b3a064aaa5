"""Readings: values of the whole organisation, kept so that pages need not count them again.

A reading names the state it was counted from: the signals that it may count, the identities, the settings, the
metric's text. When one of these changes, the reading no longer fits and is counted anew when asked or filled. What
happens today leaves the readings of past days alone.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Max, Sum

from loiste.accounts import identities
from loiste.metrics.models import Reading
from loiste.metrics.registry import in_order, metrics, reported
from loiste.metrics.run import ALL, Measured, Value, measure
from loiste.metrics.views import VIEWS, named_in
from loiste.organisation.config import Organisation
from loiste.plain.days import month_ends
from loiste.sources.models import Rate
from loiste.timeline import blocks
from loiste.timeline.freshness import Freshness
from loiste.timeline.signal import KINDS

States = dict[tuple[str, date], str]
HALF = 32  # characters of each half of a reading's state
FLOWING = frozenset({"usage", "alias"})  # kinds that live sources send all day
DAYS = 35  # days before today of which every day is filled


def states(organisation: Organisation, names: Iterable[str]) -> dict[str, str]:
    """For each metric a fingerprint of all that its value depends on, as of any day."""
    return definitions(organisation, names, blocks.state(), identities.state())


def definitions(organisation: Organisation, names: Iterable[str], *more: object) -> dict[str, str]:
    """The same of all but the signals."""
    shared = [
        more,
        identities.accounts_state(),
        Rate.objects.aggregate(Max("id"), Count("id"), Sum("rate")),
        organisation.settings.model_dump_json(),
        organisation.currency,
        VIEWS,
    ]
    begun = hashlib.sha256(repr(shared).encode())
    return {name: finished(begun.copy(), name) for name in names}


def finished(begun: "hashlib._Hash", name: str) -> str:
    """The fingerprint of one metric: what all share, and the texts that the metric is made of."""
    texts = [metrics()[key].query + repr(metrics()[key].settings) for key in in_order([name])]
    begun.update(repr(texts).encode())
    return begun.hexdigest()


def states_by_day(organisation: Organisation, names: list[str], days: list[date]) -> States:
    """What a fitting reading of each metric and day says: half of it of what seldom changes, half of what flows in."""
    defined, fresh, people = definitions(organisation, names), Freshness(), identities.state()
    kinds = {name: kinds_of(name) for name in names}
    firm = {(some, day): repr(fresh.upto(some - FLOWING, day)) for some in set(kinds.values()) for day in days}
    flowing = {
        (some, day): repr((fresh.upto(some, day), people)) if some & FLOWING else ""
        for some in set(kinds.values())
        for day in days
    }
    return {
        (name, day): half(defined[name] + firm[kinds[name], day]) + half(flowing[kinds[name], day])
        for name in names
        for day in days
    }


def half(text_: str) -> str:
    return hashlib.sha256(text_.encode()).hexdigest()[:HALF]


@cache
def kinds_of(name: str) -> frozenset[str]:
    """The kinds of signal that the metric reads, directly or through views and other metrics."""
    queries = [text for key in in_order([name]) for text in (metrics()[key].query, metrics()[key].since)]
    texts = [*queries, *(VIEWS[view] for query in queries for view in named_in(query))]
    return frozenset(kind for kind in KINDS if any(f"signals_{kind}" in text for text in texts))


def read(
    home: Path, organisation: Organisation, names: Iterable[str], days: Iterable[date], *, patient: bool = False
) -> Measured:
    """Values of the whole organisation; those without a fitting reading are counted now and kept.

    `patient`: readings that lack only what has just flowed in will do, since a worker brings them up to date soon.
    """
    wanted, asked = list(dict.fromkeys(names)), sorted(set(days))
    fitting = states_by_day(organisation, wanted, asked)
    found = Measured()
    for reading in Reading.objects.filter(metric__in=wanted, as_of__in=asked):
        wanted_state = fitting[reading.metric, reading.as_of]
        if reading.state == wanted_state or (patient and reading.state[:HALF] == wanted_state[:HALF]):
            found.values[reading.metric, reading.as_of, ALL] = of_reading(reading)
    missing = {name: [day for day in asked if (name, day, ALL) not in found.values] for name in wanted}
    for lacking in {tuple(days) for days in missing.values() if days}:
        keys = [name for name in wanted if tuple(missing[name]) == lacking]
        found.values |= count(home, organisation, keys, list(lacking), fitting)
    return found


def count(
    home: Path, organisation: Organisation, names: list[str], days: list[date], fitting: States
) -> dict[tuple[str, date, str | None], Value]:
    """Counts and keeps."""
    counted = measure(home, organisation, names, days)
    values: dict[tuple[str, date, str | None], Value] = {
        (name, day, ALL): counted.at(name, day) for name in names for day in days
    }
    fresh = [
        Reading(metric=name, as_of=day, value=text(v.value), numerator=text(v.numerator),
                denominator=text(v.denominator), state=fitting[name, day])
        for (name, day, _), v in values.items()
    ]  # fmt: skip
    with transaction.atomic():
        Reading.objects.bulk_create(
            fresh, batch_size=500, update_conflicts=True, unique_fields=["metric", "as_of"],
            update_fields=["value", "numerator", "denominator", "state"],
        )  # fmt: skip
    return values


def text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def of_reading(reading: Reading) -> Value:
    sides = (reading.value, reading.numerator, reading.denominator)
    return Value(*(None if side is None else Decimal(side) for side in sides))


def days_to_fill(today: date) -> list[list[date]]:
    """Every month end since the first signal up to today, and each of the last 35 days; in two portions."""
    first = (
        blocks.current()
        .filter(first_day__isnull=False, kind__in=("subscription", "usage", "ticket", "answer"))
        .order_by("first_day")
        .values_list("first_day", flat=True)
        .first()
    )
    if first is None:
        return []
    return [
        [day for day in month_ends(first, today) if day <= today],
        [today - timedelta(days=step) for step in range(DAYS)],
    ]


def fill(
    home: Path, organisation: Organisation, *, today: date, tell: Callable[[int, int], None] = lambda done, of: None
) -> int:
    """Makes every reading fit; returns how many days were looked at. `tell(done, all)` hears of progress.

    All metrics of a portion are counted together, so that they share what they have in common.
    """
    portions = days_to_fill(today)
    for number, days in enumerate(portions, start=1):
        read(home, organisation, reported(), days)
        tell(number, len(portions))
    return len({day for days in portions for day in days})
