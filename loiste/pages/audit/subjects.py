"""What the lines of the audit log are about, by name and with the way to it: one look for each kind of thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from loiste.accounts.models import Account, Contact, Invitation, User, View
from loiste.sources.models import Import, Key, SavedMapping, Source, Upload


@dataclass(frozen=True)
class Subject:
    """`address` is empty where there is no page of it."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Sort:
    """A kind of thing: what it is called, and where its page is."""

    model: type[Model]
    name: Callable[[Any], str]
    address: Callable[[Any], str]
    needs: tuple[str, ...] = ()  # what is read with it


def page(name: str) -> Callable[[Any], str]:
    return lambda one: reverse(name, args=[one.public_id])


def of_account(one: Contact) -> str:
    return reverse("account", args=[one.account.public_id]) if one.account else ""


def of_source(one: Key) -> str:
    return reverse("source", args=[one.source.public_id]) if one.source else ""


SORTS = {  # by the beginning of the public id
    "acc": Sort(Account, lambda one: one.name, page("account")),
    "con": Sort(Contact, lambda one: one.name or one.email or one.ref, of_account, ("account",)),
    "imp": Sort(Import, lambda one: one.file_name, page("import")),
    "inv": Sort(Invitation, lambda one: one.email, lambda one: reverse("team")),
    "key": Sort(Key, lambda one: one.name, of_source, ("source",)),
    "map": Sort(SavedMapping, lambda one: one.name, lambda one: reverse("mappings")),
    "src": Sort(Source, lambda one: one.name, page("source")),
    "upl": Sort(Upload, lambda one: one.file_name, page("upload")),
    "usr": Sort(User, lambda one: one.name or one.email, page("person")),
    "viw": Sort(View, lambda one: one.name, lambda one: ""),
}


def subjects(ids: Iterable[str]) -> dict[str, Subject]:
    """Those of these ids that are there; as many queries as there are kinds of them, at most."""
    groups: dict[str, set[str]] = {}
    for one in ids:
        groups.setdefault(one.partition("_")[0], set()).add(one)
    found: dict[str, Subject] = {}
    for prefix, those in groups.items():
        if sort := SORTS.get(prefix):
            rows: Any = sort.model._default_manager.filter(public_id__in=those).select_related(*sort.needs)
            found |= {row.public_id: Subject(sort.name(row), sort.address(row)) for row in rows}
    return found
