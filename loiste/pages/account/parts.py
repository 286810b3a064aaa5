"""The lists of an account's page: people, subscriptions, tickets, answers, notes. Each as it was on the day asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from loiste.accounts.one import lists, people, subscriptions
from loiste.accounts.one.lists import Ticket
from loiste.accounts.one.people import Human
from loiste.accounts.one.subscriptions import Content
from loiste.pages.account.look import Look
from loiste.pages.account.signal_words import role_name
from loiste.pages.account.timeline import Item, item
from loiste.pages.dimensions import value_word
from loiste.pages.numbers import Amount
from loiste.plain.money import from_millionths
from loiste.timeline.within import Row

ROLES = ("decision_maker", "buyer", "champion", "user", "billing", "")


@dataclass(frozen=True)
class Person:
    human: Human
    role: str
    initials: str


@dataclass(frozen=True)
class Line:
    """A subscription; `mrr` in its own currency."""

    content: Content
    plan: str
    running: bool
    mrr: Amount
    renews_on: date | None
    notice_on: date | None
    interval: str
    auto_renew: bool | None


@dataclass(frozen=True)
class Case:
    """A ticket with the name of who opened it."""

    ticket: Ticket
    who: str
    channel: str


@dataclass(frozen=True)
class Answer:
    """An answer in words; `tone` of an NPS answer is good, watch or risk as its group is."""

    item: Item
    day: date
    tone: str
    text: str


def persons(look: Look, *, most: int = 0) -> list[Person]:
    """The people in the order of their roles, each with when they were last seen; the first `most` without that."""
    found = people.on_day(look.own, look.wish.day) if look.wish.past else people.now(look.contacts)
    days = people.seen(look.own, look.wish.day) if found and not most else {}
    dated = [replace(one, seen=days.get(one.id or 0)) for one in found]
    dated.sort(key=lambda one: (ROLES.index(one.role) if one.role in ROLES else len(ROLES), one.name, one.ref))
    return [Person(one, role_name(one.role), initials(one.name.split())) for one in dated[: most or len(dated)]]


def initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in list(words)[:2]).upper() or "?"


def lines(look: Look) -> list[Line]:
    return [line(one, look) for one in subscriptions.on_day(look.own, look.wish.day)]


def line(one: Content, look: Look) -> Line:
    pays = None if one.amount is None else from_millionths(0 if one.trial else one.amount)
    return Line(
        content=one, plan=one.plan or one.ref, running=one.runs_on(look.wish.day),
        mrr=Amount(Decimal(0) if one.trial else pays, "money", one.currency or look.organisation.currency),
        renews_on=day_of(one, "renews_on"), notice_on=day_of(one, "notice_on"),
        interval=str(one.details.get("billing_interval") or ""), auto_renew=one.details.get("auto_renew"),
    )  # fmt: skip


def day_of(one: Content, name: str) -> date | None:
    text = one.details.get(name)
    return date.fromisoformat(str(text)) if text else None


def cases(look: Look) -> list[Case]:
    """Tickets, the open ones first."""
    found = lists.tickets(look.own, look.wish.day)
    known = people.names(look.own, {(one.source, one.contact_ref) for one in found if one.contact_ref})
    return [
        Case(one, known.get((one.source, one.contact_ref), ""), value_word("channel", one.channel)) for one in found
    ]


def answers(look: Look) -> list[Answer]:
    rows, names = named_rows(look, "answer")
    return [Answer(item(look, row, names), row["day"], tone(row), row["text"] or "") for row in rows]


def tone(row: Row) -> str:
    if row["name"] != "nps" or row["value"] is None:
        return ""
    return "good" if row["value"] >= 9 else "watch" if row["value"] >= 7 else "risk"


def notes(look: Look) -> list[tuple[date, Item]]:
    rows, names = named_rows(look, "note")
    return [(row["day"], item(look, row, names)) for row in rows]


def named_rows(look: Look, kind: str) -> tuple[list[Row], dict[tuple[str, str], str]]:
    rows = lists.newest(look.own, kind, look.wish.day)
    return rows, people.names(look.own, {(row["source"], row["contact_ref"]) for row in rows if row["contact_ref"]})
