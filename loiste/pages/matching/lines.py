"""Unmatched references, and pairs that may be one, with what is proposed for each, as rows for showing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts import identities, proposals
from loiste.accounts.book import Book, book_for
from loiste.accounts.doors import accounts_for, contacts_for
from loiste.accounts.matching import ACCOUNT
from loiste.accounts.models import Account, Contact, Merge, Unmatched, User
from loiste.accounts.proposals import Proposal
from loiste.pages import kept

MANY = 10_000  # accounts and contacts that take a while to read


@dataclass(frozen=True)
class Offer:
    """A proposal with the row that it is about; `other` in merges."""

    proposal: Proposal
    row: Any
    other: Any = None

    @property
    def kind(self) -> str:
        return _("account") if self.proposal.what == ACCOUNT else _("contact")


@dataclass(frozen=True)
class Line:
    unmatched: Unmatched
    told: list[tuple[str, str]]
    offers: list[Offer]

    @property
    def kind(self) -> str:
        return _("account") if self.unmatched.what == ACCOUNT else _("person")


def book(home: Path, user: User, now: datetime) -> Book:
    return kept.keep((str(home), "book", user.pk, state(now)), lambda: book_for(user))


def pairs(home: Path, user: User, now: datetime) -> list[Proposal]:
    """Pairs that may be one, without those dismissed or merged."""
    every = kept.keep(
        (str(home), "pairs", user.pk, state(now)), lambda: proposals.merges(book(home, user, now))
    )  # fmt: skip
    dismissed = proposals.dismissed()
    merged = set(Merge.objects.filter(undone_at=None).values_list("what", "gone"))
    return [
        one for one in every
        if one.name not in dismissed and not {(one.what, one.target), (one.what, one.other)} & merged
    ]  # fmt: skip


def state(now: datetime) -> object:
    """Changes when accounts, contacts or references do, and every minute; where there are many, every ten minutes."""
    minutes = int(now.timestamp()) // 60
    counts = [model._default_manager.aggregate(Count("id"), Max("id")) for model in (Account, Contact)]
    if sum(one["id__count"] for one in counts) > MANY:
        return minutes // 10
    return minutes, str(counts), identities.state()


def asked_lines(source: str, what: str) -> QuerySet[Unmatched]:
    """Those that most signals wait for first."""
    asked = {"source": source, "what": what}
    return Unmatched.objects.filter(**{k: v for k, v in asked.items() if v}).order_by("-signals", "id")


def lines(user: User, found: Book, rows: Sequence[Unmatched]) -> list[Line]:
    """Two queries for any number of rows."""
    proposed = [proposals.for_line(found, row) for row in rows]
    shown = rows_of(user, [one for some in proposed for one in some])
    return [Line(row, told(row), offers(some, shown)) for row, some in zip(rows, proposed, strict=True)]


def told(row: Unmatched) -> list[tuple[str, str]]:
    words = {
        "name": _("name"), "email": _("e-mail"), "domain": _("domain"), "website": _("website"),
        "business_id": _("business id"),
    }  # fmt: skip
    return [(words.get(key, key), str(value)) for key, value in row.said.items() if value]


def rows_of(user: User, found: Iterable[Proposal]) -> dict[tuple[str, int], Any]:
    """The accounts and contacts that proposals are about."""
    wanted = {(one.what, pk) for one in found for pk in (one.target, one.other)}
    accounts = accounts_for(user).in_bulk([pk for what, pk in wanted if what == ACCOUNT])
    people = contacts_for(user).select_related("account").in_bulk([pk for what, pk in wanted if what != ACCOUNT])
    return {(ACCOUNT, pk): row for pk, row in accounts.items()} | {("contact", pk): row for pk, row in people.items()}


def offers(found: Iterable[Proposal], shown: dict[tuple[str, int], Any]) -> list[Offer]:
    every = [Offer(one, shown.get((one.what, one.target)), shown.get((one.what, one.other))) for one in found]
    return [one for one in every if one.row is not None and (one.other is not None or not one.proposal.other)]


@dataclass(frozen=True)
class Done:
    """A merge, with both rows."""

    merge: Merge
    kept: Any
    gone: Any


def done_merges(rows: Sequence[Merge]) -> list[Done]:
    """Two queries for any number of merges."""
    models: dict[str, Any] = {ACCOUNT: Account, "contact": Contact}
    every = {
        what: model.objects.in_bulk([pk for row in rows if row.what == what for pk in (row.kept, row.gone)])
        for what, model in models.items()
    }
    return [Done(row, every[row.what].get(row.kept), every[row.what].get(row.gone)) for row in rows]
