"""Use against the account's own past: a chart of weeks with its table, and sentences of change with their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from loiste.accounts.one import weeks as counted
from loiste.accounts.one.weeks import Week
from loiste.pages import numbers
from loiste.pages.account.look import Look
from loiste.pages.numbers import Amount

RECENT = 4  # weeks that are compared
LITTLE = Decimal("0.05")  # a smaller change is about the same


@dataclass(frozen=True)
class Line:
    """A week of the table, each number with the address of its rows."""

    week: Week
    now: Amount
    before: Amount
    address: str
    address_before: str


@dataclass(frozen=True)
class Sentence:
    """`text` with its number apart: what comes before it, the number, its address, and what comes after."""

    icon: str
    tone: str
    start: str
    number: str
    address: str
    end: str


@dataclass(frozen=True)
class Use:
    """`known` is whether anything can be drawn."""

    title: str
    lines: list[Line]
    sentences: list[Sentence]
    known: bool


def use(look: Look, *, brief: bool = False) -> Use:
    """`brief`: without sentences."""
    weeks = counted.weeks(look.own, look.wish.day)
    known = any(week.events is not None for week in weeks)
    recent, before = total(weeks[-RECENT:]), total(weeks[-2 * RECENT : -RECENT])
    year_before = total(weeks[-RECENT:], before=True)
    if brief:
        return Use(title(recent, before), [line(look, week) for week in weeks], [], known)
    sentences = [
        change(look, weeks[-RECENT:], recent, before, _("in the four weeks before")),
        change(look, weeks[-RECENT:], recent, year_before, _("in the same weeks a year before")),
        *([people(look, weeks[-1].sunday)] if known and recent is not None else []),
    ]
    return Use(title(recent, before), [line(look, week) for week in weeks], [s for s in sentences if s], known)


def total(weeks: Sequence[Week], *, before: bool = False) -> int | None:
    """Uses in these weeks; None when any of them is unknown."""
    values = [week.before if before else week.events for week in weeks]
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def title(recent: int | None, before: int | None) -> str:
    """The finding over the chart."""
    if recent is None:
        return _("Use in the last four weeks is not known")
    if not recent:
        return _("Not used in the last four weeks")
    if before is None:
        return _("Used %(count)s times in the last four weeks") % {"count": numbers.count(recent)}
    moved = share(recent, before)
    if moved is None or abs(moved) < LITTLE:
        return _("Use is about what it was: %(count)s in four weeks") % {"count": numbers.count(recent)}
    words = _("Use grew by %(share)s in four weeks") if moved > 0 else _("Use fell by %(share)s in four weeks")
    return words % {"share": numbers.percent(abs(moved))}


def share(now: int, before: int) -> Decimal | None:
    return Decimal(now - before) / before if before else None


def change(look: Look, weeks: Sequence[Week], now: int | None, before: int | None, period: str) -> Sentence | None:
    """How much more or less the last weeks were; None when either side is unknown."""
    if now is None or before is None:
        return None
    up, moved = now >= before, share(now, before)
    if now == before:
        words = _("uses, as many as %(period)s")
    elif moved is None:
        words = _("uses, and none %(period)s")
    else:
        words = _("uses, %(share)s more than %(period)s (%(count)s)")
        words = words if up else _("uses, %(share)s fewer than %(period)s (%(count)s)")
    end = words % {"share": numbers.percent(abs(moved or Decimal(0))), "period": period, "count": numbers.count(before)}
    icon, tone = ("arrow-up-right", "good") if up else ("arrow-down-right", "risk")
    if now == before:
        icon, tone = "minus", "quiet"
    rows = rows_of(look, weeks[0].monday, weeks[-1].sunday)
    return Sentence(icon, tone, _("Last four full weeks:"), numbers.count(now), rows, end)


def people(look: Look, last: date) -> Sentence:
    now, before = counted.people(look.own, last)
    tone = "quiet" if now == before else "good" if now > before else "risk"
    icon = {"quiet": "minus", "good": "arrow-up-right", "risk": "arrow-down-right"}[tone]
    end = _("different people, in the four weeks before %(count)s") % {"count": numbers.count(before)}
    return Sentence(icon, tone, _("Used by"), numbers.count(now), look.wish.view("people"), end)


def line(look: Look, week: Week) -> Line:
    year = timedelta(weeks=counted.WEEKS)
    return Line(
        week, amount(week.events), amount(week.before), rows_of(look, week.monday, week.sunday),
        rows_of(look, week.monday - year, week.sunday - year),
    )  # fmt: skip


def amount(value: int | None) -> Amount:
    return Amount(None if value is None else Decimal(value), "count")


def rows_of(look: Look, first: date, last: date) -> str:
    """The timeline with nothing but the use of these days."""
    asked = {"part": "", "kind": "usage", "channel": "", "week": "", "from_": first.isoformat(), "to": last.isoformat()}
    return look.wish.query(**asked) + "#timeline"
