"""What a typed text finds: accounts, contacts, metrics, pages, saved views; a few of each, whatever there is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.accounts import finding
from loiste.accounts.doors import accounts_for, contacts_for, views_for
from loiste.accounts.models import Account, Contact, User
from loiste.metrics.registry import metrics
from loiste.pages.shell import Way

MOST = 6  # of each kind
LOOKED_AT = 40  # rows found before permission and archive are asked


@dataclass(frozen=True)
class Hit:
    """`more` tells rows of the same name apart."""

    name: str
    more: str
    address: str
    icon: str


@dataclass(frozen=True)
class Group:
    name: str
    hits: list[Hit]


def found(user: User, q: str, ways: Iterable[Way]) -> list[Group]:
    """Groups with something in them; none for an empty text."""
    text = " ".join(q.split())[:200]
    if not text:
        return []
    groups = (
        (_("Accounts"), accounts(user, text)),
        (_("Contacts"), contacts(user, text)),
        (_("Metrics"), measures(text)),
        (_("Pages"), pages(text, ways)),
        (_("Saved views"), saved(user, text)),
    )
    return [Group(name, hits) for name, each in groups if (hits := first(each))]


def first(hits: Iterator[Hit]) -> list[Hit]:
    return [hit for hit, _number in zip(hits, range(MOST), strict=False)]


def accounts(user: User, text: str) -> Iterator[Hit]:
    looks = finding.conditions(text, inside="name", beginnings=("ref", "business_id"))
    rows: list[Account] = finding.among(
        accounts_for(user).filter(archived_at=None), looks, LOOKED_AT, narrow=narrow(user)
    )
    for one in rows:
        yield Hit(one.name, one.business_id or one.ref, reverse("account", args=[one.public_id]), "building-store")


def contacts(user: User, text: str) -> Iterator[Hit]:
    """People lead to the account that they belong to."""
    looks = finding.conditions(text, inside="name", beginnings=("email", "ref"))
    rows: list[Contact] = finding.among(
        contacts_for(user).select_related("account"), looks, LOOKED_AT, narrow=narrow(user)
    )
    for one in rows:
        if one.account is not None:
            more = " · ".join(part for part in (one.email, one.account.name) if part)
            yield Hit(one.name or one.ref, more, reverse("account", args=[one.account.public_id]), "user")


def narrow(user: User) -> bool:
    """Whether the person sees some accounts only."""
    return not user.sight().everything


def measures(text: str) -> Iterator[Hit]:
    for key, one in metrics().items():
        if holds(text, str(one.name), key):
            yield Hit(str(one.name), key, reverse("metric", args=[key]), "math-function")


def pages(text: str, ways: Iterable[Way]) -> Iterator[Hit]:
    others = (("you", _("You"), "user"), ("views", _("Saved views"), "star"))
    every = [*((way.address, way.name, way.icon) for way in ways), *((reverse(n), t, i) for n, t, i in others)]
    for address, name, icon in every:
        if holds(text, name):
            yield Hit(name, "", address, icon)


def saved(user: User, text: str) -> Iterator[Hit]:
    for one in views_for(user).filter(finding.holds("name", text))[:MOST]:
        more = "" if one.owner_id == user.pk else one.owner.name or one.owner.email
        yield Hit(one.name, more, f"{reverse('accounts')}?{one.query}&view={one.public_id}", "star")


def holds(text: str, *places: str) -> bool:
    small: Callable[[str], str] = str.casefold
    return any(small(text) in small(place) for place in places)
