"""Calls in words: who called what, and whether it came true."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from loiste.judgement.models import RenewalCall
from loiste.judgement.renewal_right import AHEAD, Ended, Record
from loiste.pages.numbers import Amount
from loiste.pages.renewals import words
from loiste.pages.renewals.words import Said
from loiste.plain.money import from_millionths


def author(call: RenewalCall) -> str:
    return (call.by.name or call.by.email) if call.by else _("Somebody")


@dataclass(frozen=True)
class Old:
    """A call as the history shows it; `taken_back`: it counts no more."""

    call: RenewalCall
    said: Said
    amount: Amount | None
    author: str
    taken_back: bool


def history(rows: list[RenewalCall]) -> list[Old]:
    """Every call, the newest first."""
    gone = {row.takes_back_id for row in rows}
    return [old(row, taken_back=row.pk in gone) for row in reversed(rows) if row.says]


def old(row: RenewalCall, *, taken_back: bool = False) -> Old:
    amount = Amount(from_millionths(row.amount), "money", row.currency) if row.amount else None
    return Old(row, words.said(row.says), amount, author(row), taken_back)


@dataclass(frozen=True)
class Told:
    """A term that is over: the last call on it, what came of it, and whether that was right."""

    old: Old
    outcome: str
    verdict: str
    tone: str
    icon: str


def ended(one: Ended) -> Told:
    verdict, tone, icon = words.VERDICTS[one.verdict() or "unsure"]
    return Told(old(one.call), str(words.OUTCOMES[one.outcome]), str(verdict), tone, icon)


@dataclass(frozen=True)
class Cell:
    """Right calls of those that took a side, so many days before the end; and how many took none."""

    right: int
    of: int
    unsure: int


def record(one: Record) -> tuple[str, int, list[Cell]]:
    counts = [one.counts[ahead] for ahead in AHEAD]
    return (
        one.owner or _("Nobody"), one.ended,
        [Cell(count["right"], count["right"] + count["wrong"], count["unsure"]) for count in counts],
    )  # fmt: skip
