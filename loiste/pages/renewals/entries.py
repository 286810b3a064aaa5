"""Renewals as rows and sums for showing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.accounts.models import User
from loiste.judgement import renewal_wanted
from loiste.judgement.models import RenewalCall
from loiste.judgement.obstacles import Obstacles
from loiste.judgement.renewal_wanted import SAYS, Sum
from loiste.judgement.renewals import Line
from loiste.pages.health.words import Band, band, points
from loiste.pages.numbers import Amount
from loiste.pages.renewals import words
from loiste.pages.renewals.wish import Wish, tier_names
from loiste.pages.renewals.words import Said
from loiste.plain.money import from_millionths


@dataclass(frozen=True)
class Entry:
    """`mrr` in the contract's own currency, `worth` in ours where that is another. `days` until the last day of notice,
    or until the end where that is what counts. `undo`: the call was made today by who looks."""

    line: Line
    tier: str
    notice: str
    state: str
    days: int
    mrr: Amount
    worth: Amount | None
    health: Band | None
    points: Amount
    obstacles: list[tuple[str, str]]
    said: Said
    amount: Amount | None
    undo: bool
    step: str

    @property
    def key(self) -> str:
        return f"{self.line.who.public_id}-{self.line.term.about:%Y%m%d}"


def money(millionths: int | None, currency: str) -> Amount:
    return Amount(None if millionths is None else from_millionths(millionths), "money", currency)


def entries(
    lines: Sequence[Line], found: Mapping[int, Obstacles], wish: Wish, user: User, currency: str
) -> list[Entry]:  # fmt: skip
    names = tier_names()
    return [entry(one, found.get(one.who.pk), names, wish, user, currency) for one in lines]


def entry(
    one: Line, found: Obstacles | None, names: Mapping[str, str], wish: Wish, user: User, currency: str
) -> Entry:  # fmt: skip
    term, state = one.term, renewal_wanted.notice(one, wish.day)
    return Entry(
        line=one, tier=names.get(one.who.tier, one.who.tier) or _("No tier"), notice=state,
        state=str(words.NOTICES[state]), days=(term.due - wish.day).days, mrr=money(term.amount, term.currency),
        worth=money(term.worth, currency) if term.currency != currency else None, health=band(one.band),
        points=points(one.score), obstacles=words.ways(found), said=words.said(one.says), amount=expected(one.call),
        undo=undoable(one.call, user, wish.today), step=words.next_step(term, one.call, one.contact_on, wish.day),
    )  # fmt: skip


def expected(call: RenewalCall | None) -> Amount | None:
    """What a call says will be paid a month; None where it says nothing of it, or that they leave."""
    return money(call.amount, call.currency) if call and call.amount else None


def undoable(call: RenewalCall | None, user: User, today: date) -> bool:
    return call is not None and call.by_id == user.pk and call.day == today


@dataclass(frozen=True)
class Group:
    """Renewals of one month, owner, tier or call; `parts` by what was called, in the order of SAYS."""

    name: str
    address: str
    count: int
    mrr: Amount
    parts: list[Amount]
    counts: list[int]
    lacking: int
    expected: Amount


def groups(lines: Sequence[Line], by: str, wish: Wish, currency: str) -> list[Group]:
    names = tier_names()
    return [group(one, by, names, wish, currency) for one in renewal_wanted.sums(lines, by, wish.day)]


def group(one: Sum, by: str, names: Mapping[str, str], wish: Wish, currency: str) -> Group:
    worth = {key: money(one.worth[key], currency) for key in SAYS}
    return Group(
        shown(one.key, by, names), wish.address(**{by: one.key or "-"}) + "#list", one.count, money(one.all, currency),
        list(worth.values()), [one.counts[key] for key in SAYS], one.lacking, money(one.expected, currency),
    )  # fmt: skip


def shown(key: str, by: str, names: Mapping[str, str]) -> str:
    """A group's name as people read it."""
    if by == "month":
        return words.month(key)
    return names.get(key, key) or (_("No tier") if by == "tier" else _("Nobody"))


def whole(lines: Sequence[Line], currency: str) -> tuple[list[tuple[Said, Amount, int]], Sum]:
    """Each call with the MRR called so and how many; and all of it together."""
    every = renewal_wanted.added("", lines)
    return [(words.said(key), money(every.worth[key], currency), every.counts[key]) for key in SAYS], every


@dataclass(frozen=True)
class Head:
    name: str
    address: str
    order: str
    number: bool


def heads(wish: Wish) -> list[Head]:
    named = (
        ("name", _("Account"), False), ("notice", _("Notice by"), False), ("mrr", _("MRR"), True),
        ("score", _("Health"), False), ("contact", _("Last two-way contact"), False),
    )  # fmt: skip
    return [head(wish, *one) for one in named]


def head(wish: Wish, key: str, name: str, number: bool) -> Head:
    order = {key: "ascending", f"-{key}": "descending"}.get(wish.wanted.sort, "none")
    following = f"-{key}" if order == "ascending" else key
    return Head(name, wish.address(sort="" if following == "notice" else following) + "#list", order, number)
