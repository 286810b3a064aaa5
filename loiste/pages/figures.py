"""A metric's value as pages show it: change with its judgement, target, benchmark, last known value, address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.metrics.registry import Metric
from loiste.organisation.config import Organisation
from loiste.pages import numbers
from loiste.pages.address import Lens
from loiste.pages.numbers import Amount

FAR = Decimal("0.2")  # a value this share away from its target is worth a look


@dataclass(frozen=True)
class Change:
    """A movement: the arrow is its direction, the tone its judgement."""

    amount: Amount
    since: date
    icon: str
    tone: str
    word: str


@dataclass(frozen=True)
class Target:
    """What is aimed at, and whether it is reached; grey unless there is news."""

    amount: Amount | None
    text: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Known:
    """The newest known value of something unknown now."""

    amount: Amount
    day: date


def amount(metric: Metric, value: Decimal | None, organisation: Organisation) -> Amount:
    return Amount(value, metric.unit, organisation.currency)


def address(key: str, lens: Lens, **changes: str) -> str:
    """The metric's page with the same day and filter."""
    return reverse("metric", args=[key]) + lens.query(**changes)


def change(metric: Metric, now: Amount, before: Decimal | None, since: date) -> Change | None:
    """The movement since a day; None when either end is unknown."""
    if now.value is None or before is None:
        return None
    moved = now.value - before
    moved_amount = Amount(moved, now.unit, now.currency)
    if moved == 0:
        return Change(moved_amount, since, "minus", "quiet", _("unchanged"))
    better = (moved > 0) == (metric.better == "up")
    arrow = "arrow-up-right" if moved > 0 else "arrow-down-right"
    return Change(moved_amount, since, arrow, "good" if better else "risk", _("better") if better else _("worse"))


def wanted(metric: Metric, organisation: Organisation) -> Decimal | None:
    """The target: the organisation's own, else the shipped one."""
    own = organisation.metrics.get(metric.key)
    return own.target if own and own.target is not None else metric.target


def target(metric: Metric, now: Amount, organisation: Organisation) -> Target:
    aim = wanted(metric, organisation)
    if aim is None:
        return Target(None, _("not set"), "target", "quiet")
    goal = Amount(aim, now.unit, now.currency)
    text = numbers.brief(goal)
    if now.value is None:
        return Target(goal, text, "help-circle", "quiet")
    short = (aim - now.value) if metric.better == "up" else (now.value - aim)
    if short <= 0:
        return Target(goal, _("%(target)s, reached") % {"target": text}, "circle-check", "good")
    words = _("%(target)s, %(gap)s short") if metric.better == "up" else _("%(target)s, %(gap)s over")
    missed = words % {"target": text, "gap": gap(Amount(short, now.unit, now.currency))}
    far = aim != 0 and short / abs(aim) > FAR
    return Target(goal, missed, "alert-triangle" if far else "target", "watch" if far else "quiet")


def gap(short: Amount) -> str:
    """How much is missing; between ratios in percentage points."""
    return numbers.change(short).removeprefix("+")


def benchmark(metric: Metric, organisation: Organisation) -> tuple[str, str]:
    """What others reach, and where that is from; both in words."""
    own = organisation.metrics.get(metric.key)
    value = own.benchmark if own and own.benchmark is not None else metric.benchmark
    if value is None:
        return _("none known"), ""
    source = (own.benchmark_source if own and own.benchmark is not None else metric.benchmark_source) or ""
    day = own.benchmark_date if own and own.benchmark is not None else metric.benchmark_date
    dated = [text for text in (str(source), numbers.day(day) if day else "") if text]
    return numbers.figure(Amount(value, metric.unit, organisation.currency)), ", ".join(dated)


def last_known(values: Mapping[date, Amount], as_of: date) -> Known | None:
    """The newest known value before the day."""
    known = [(day, value) for day, value in values.items() if value.value is not None and day < as_of]
    return Known(max(known, key=lambda pair: pair[0])[1], max(known, key=lambda pair: pair[0])[0]) if known else None
