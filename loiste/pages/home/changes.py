"""What changed of the accounts, account by account: those that pay most first."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from loiste.accounts.models import Account
from loiste.judgement.news import News, news
from loiste.organisation.config import Organisation
from loiste.pages.home.wish import Wish
from loiste.pages.news import Line, Words
from loiste.pages.numbers import Amount
from loiste.pages.paging import Pages, pages
from loiste.plain.money import from_millionths

SIZE = 10  # accounts a page
FIRST = ("band", "opened", "closed", "overridden", "given_back", "entered", "left")


@dataclass(frozen=True)
class Entry:
    account: Account
    mrr: Amount
    lines: list[Line]


@dataclass(frozen=True)
class Changes:
    """`total`: accounts that changed; `cut`: so many that not all are counted."""

    entries: list[Entry]
    total: int
    cut: bool
    pages: Pages


def changes(accounts: QuerySet[Account], wish: Wish, number: int, organisation: Organisation) -> Changes:
    found = news(accounts, wish.first, wish.day)
    by_account: dict[int, list[News]] = {}
    for one in found.news:
        by_account.setdefault(one.account.pk, []).append(one)
    order = sorted(by_account.values(), key=lambda some: (-(paid(some[0].account) or Decimal(0)), some[0].account.pk))
    words = Words(wish.first)
    shown = [entry(some, words, organisation) for some in order[(number - 1) * SIZE : number * SIZE]]
    return Changes(shown, len(order), found.cut, pages(number, SIZE, len(order), wish.kept(), "#changes"))


def entry(some: list[News], words: Words, organisation: Organisation) -> Entry:
    account = some[0].account
    lines = [words.line(one) for one in sorted(some, key=lambda one: (FIRST.index(one.kind), one.day))]
    return Entry(account, Amount(paid(account), "money", organisation.currency), lines)


def paid(account: Account) -> Decimal | None:
    """What the account pays a month, as counted last; None = unknown."""
    there = getattr(account, "standing", None)
    return None if there is None or there.mrr is None else from_millionths(there.mrr)
