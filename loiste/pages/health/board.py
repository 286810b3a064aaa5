"""All that the page of an account's health shows of two days."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from loiste.accounts.models import Account
from loiste.judgement import explained
from loiste.judgement.explained import Explained, Side
from loiste.judgement.health_model import Component
from loiste.judgement.keeping import last_judged
from loiste.judgement.pieces import Piece
from loiste.organisation.config import Organisation
from loiste.pages import numbers
from loiste.pages.account.wish import day_or_none
from loiste.pages.health import links, words
from loiste.pages.health.fall import Describe, Fall, fall
from loiste.pages.numbers import Amount

BACK = 28  # days that are looked back when none are asked


@dataclass(frozen=True)
class Cell:
    """A component on one day. `rows` leads to what the value was counted from."""

    value: str
    known: bool
    rows: str
    points: Amount
    share: Amount | None
    rests: str


@dataclass(frozen=True)
class Line:
    """A component on both days; a cell is None where that day's model does not have it. `bounded`: not monotone."""

    name: str
    address: str
    against: str
    then: Cell | None
    now: Cell | None
    bounded: bool


@dataclass(frozen=True)
class Board:
    found: Explained
    fall: Fall | None
    lines: list[Line]
    notes: list[str]
    last: bool  # whether the later day is today


def days(query: QueryDict, account: Account, today: date) -> tuple[date, date]:
    """The two days asked, the earlier first; else the newest judged day, and four weeks before it."""
    last = day_or_none(query, "to") or last_judged(today) or today
    last = min(last, today)
    usual = last - timedelta(days=BACK)
    first = day_or_none(query, "from") or last_judged(usual) or usual
    if first > last:
        first, last = last, min(first, today)
    return (first, last) if first < last else (last - timedelta(days=1), last)


def board(who: explained.One, first: date, last: date, today: date) -> Board:
    found = explained.between(who, first, last)
    then, now = found.then.pieces, found.now.pieces
    text = {key: movement(one, now.get(key), who.organisation) for key, one in then.items()}
    return Board(
        found, fall(found, Describe(then, now, text)), lines(who.account, found, who.organisation), notes(found),
        last == today,
    )  # fmt: skip


def movement(then: Piece, now: Piece | None, organisation: Organisation) -> str:
    """The value then and now, and what it rests on now."""
    before, after = words.value(then, organisation), words.value(now, organisation) if now else ""
    both = f"{before} → {after}" if after and after != before else before
    rests = str(words.RESTS[(now or then).rests])
    return ", ".join(part for part in (both, words.against(then.component), rests) if part)


def lines(account: Account, found: Explained, organisation: Organisation) -> list[Line]:
    """Every component of either day, those of the later day's model first."""
    keys = dict.fromkeys([*found.now.pieces, *found.then.pieces])
    return [line(account, key, found, organisation) for key in keys]


def line(account: Account, key: str, found: Explained, organisation: Organisation) -> Line:
    then, now = found.then.pieces.get(key), found.now.pieces.get(key)
    newest, day = (now, found.now.moment.day) if now else (then, found.then.moment.day)
    component = newest.component if newest else None
    if component is None:
        raise LookupError(key)
    return Line(
        words.name(component), links.explanation(account, component, day), words.against(component),
        cell(account, then, found.then, organisation), cell(account, now, found.now, organisation),
        is_bounded(component),
    )  # fmt: skip


def cell(account: Account, piece: Piece | None, side: Side, organisation: Organisation) -> Cell | None:
    if piece is None:
        return None
    weight = None if piece.share is None else words.share(piece.share)
    rows = links.rows(account, piece.component, side.moment.day, organisation)
    text = words.value(piece, organisation)
    return Cell(text, piece.value is not None, rows, words.points(piece.points), weight, str(words.RESTS[piece.rests]))


def is_bounded(component: Component) -> bool:
    return component.shape.kind == "linear_bounded"


def notes(found: Explained) -> list[str]:
    """What must be known to read the numbers rightly."""
    told = [note for side in (found.then, found.now) for note in of_side(side)]
    if found.bars is None:
        told.insert(0, _("One of the days has no score, so there is no change to take apart."))
    if any(is_bounded(one.component) for one in (*found.then.pieces.values(), *found.now.pieces.values())):
        told.append(_("A bounded line has no effect outside of its bounds: a better value can lower the score there."))
    return told


def of_side(side: Side) -> list[str]:
    day = {"day": numbers.day(side.moment.day)}
    told = []
    if side.moment.judged is None:
        told.append(_("%(day)s was not judged: counted by what is known now, under the models in force.") % day)
    if side.model is None:
        told.append(_("On %(day)s no health model held for the account.") % day)
    elif side.score is None:
        told.append(_("On %(day)s too little was known for a score.") % day)
    if side.retold:
        then = words.points(side.said.score if side.said else None)
        told.append(retold(side, then))
    return told


def retold(side: Side, then: Amount) -> str:
    """Matches, erasures, settings: what is kept now does not give what was said."""
    said = {
        "day": numbers.day(side.moment.day), "then": numbers.figure(then),
        "again": numbers.figure(words.points(side.score)),
    }  # fmt: skip
    text = _("On %(day)s %(then)s was said; counted again it is %(again)s.") % said
    why = _("Matches, erasures or settings have changed what it rests on.")
    return f"{text} {why}"
