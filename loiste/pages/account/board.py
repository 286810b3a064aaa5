"""All that an account's page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.urls import reverse

from loiste.accounts.models import Account, Contact, Subscription
from loiste.metrics.own import of_account
from loiste.metrics.registry import metrics
from loiste.organisation.config import Organisation
from loiste.pages import figures, kept
from loiste.pages.account import timeline
from loiste.pages.account.signal_words import role_name
from loiste.pages.account.timeline import Day, Way
from loiste.pages.address import Lens
from loiste.pages.numbers import Amount
from loiste.plain.money import from_millionths

METRICS = ("mrr", "active_users", "active_days", "ticket_volume", "nps", "csat", "customer_growth")


@dataclass(frozen=True)
class Measure:
    name: str
    value: Amount
    address: str


@dataclass(frozen=True)
class Line:
    """A subscription; `mrr` in its own currency."""

    plan: str
    ref: str
    started_on: date | None
    ended_on: date | None
    running: bool
    trial: bool
    mrr: Amount
    renews_on: str


@dataclass(frozen=True)
class Person:
    contact: Contact
    role: str
    initials: str


@dataclass(frozen=True)
class Board:
    measures: list[Measure]
    subscriptions: list[Line]
    people: list[Person]
    attributes: list[tuple[str, object]]
    ways: list[Way]
    days: list[Day]


def board(home: Path, organisation: Organisation, account: Account, lens: Lens, *, today: date, kind: str) -> Board:
    subscriptions = Subscription.objects.filter(account=account).order_by("-started_on", "ref")
    return Board(
        measures=measures(home, organisation, account, lens),
        subscriptions=[line(one, organisation, today) for one in subscriptions],
        people=[person(one) for one in Contact.objects.filter(account=account).order_by("name", "ref")],
        attributes=sorted(account.attributes.items()),
        ways=timeline.ways(kind),
        days=timeline.days(home, organisation, account, kind=kind, today=today),
    )


def measures(home: Path, organisation: Organisation, account: Account, lens: Lens) -> list[Measure]:
    """The account's own part of some metrics; unknown where it has none."""
    state = kept.state(home, organisation, METRICS, "account", account.pk, lens.as_of)
    found = kept.keep(state, lambda: of_account(home, organisation, METRICS, lens.as_of, account.pk))
    shown = []
    for key in METRICS:
        one = metrics()[key]
        value = figures.amount(one, found[key].value, organisation)
        shown.append(Measure(str(one.name), value, reverse("metric", args=[key]) + lens.query()))
    return shown


def line(one: Subscription, organisation: Organisation, today: date) -> Line:
    pays = None if one.mrr is None else from_millionths(0 if one.trial else one.mrr)
    started = one.started_on is not None and one.started_on <= today
    return Line(
        plan=one.plan or one.ref, ref=one.ref, started_on=one.started_on, ended_on=one.ended_on,
        running=started and (one.ended_on is None or one.ended_on > today), trial=one.trial,
        mrr=Amount(pays, "money", one.currency or organisation.currency),
        renews_on=str(one.details.get("renews_on") or ""),
    )  # fmt: skip


def person(contact: Contact) -> Person:
    return Person(contact, role_name(contact.role), initials(contact.name.split()))


def initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in list(words)[:2]).upper() or "?"
