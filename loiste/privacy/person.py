"""Who is meant: everything that names one person here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from loiste.accounts.identities import MOST_STEPS, Ref, with_merged
from loiste.accounts.models import Contact, ContactIdentity
from loiste.accounts.suppression import EMAIL, MOST_WORDS, NAME, PREFIX, REF, WORD, Named
from loiste.privacy.needles import Needles, is_phone
from loiste.privacy.traits import Told, told
from loiste.timeline import engine

SHORTEST_REF = 6  # characters from which a reference is looked for inside of texts, too
SHORTEST_NAME = 5


@dataclass(frozen=True)
class Person:
    """`contacts`: ids of rows; `refs`: (source, reference). `names` are those that nobody else of the contacts has."""

    contacts: frozenset[int] = frozenset()
    refs: frozenset[Ref] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()  # other things told of the person that are theirs alone, as a user name

    def named(self) -> list[Named]:
        """For the list of the suppressed."""
        refs = [Named(REF, source, ref) for source, ref in self.refs]
        names = [Named(NAME, "", one) for one in self.names if len(WORD.findall(one)) <= MOST_WORDS]
        return [*refs, *names, *(Named(EMAIL, "", one) for one in self.emails)]

    def needles(self) -> Needles:
        """What tells of the person wherever it stands."""
        refs = {ref for _source, ref in self.refs if len(ref) >= SHORTEST_REF and not ref.startswith(PREFIX)}
        return Needles(self.emails | self.names | self.traits | refs, self.phones)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: sorted(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def of(cls, sought: Mapping[str, Any]) -> "Person":
        """From what `as_dict` gave."""
        refs = frozenset((source, ref) for source, ref in sought.get("refs", ()))
        return cls(refs=refs, **{name: frozenset(found) for name, found in sought.items() if name != "refs"})


@dataclass
class Search:
    """Grows by what leads to further things of the same person."""

    contacts: set[int] = field(default_factory=set)
    refs: set[Ref] = field(default_factory=set)


def find(home: Path, who: str) -> Person:
    """By public id, e-mail address or reference. ValidationError when nothing is held under it."""
    rows = Contact.objects.filter(Q(public_id=who) | Q(ref=who) | Q(email__iexact=who))
    refs = ContactIdentity.objects.filter(ref__iexact=who).values_list("source", "ref")
    search = Search(set(rows.values_list("pk", flat=True)), {*refs, *in_blocks(home, who)})
    if not search.contacts and not search.refs:
        text = _("Nothing is held on %(who)s; give an e-mail address, a public id or a reference.")
        raise ValidationError(text % {"who": who})
    return whole(home, search, who)


def in_blocks(home: Path, who: str) -> list[Ref]:
    """References of signals that are written so."""
    rows = engine.reader(home).execute(
        f"select distinct source, contact_ref from ({engine.every(home)}) where lower(contact_ref) = lower($1)", [who]
    )
    return [(source, ref) for source, ref in rows.fetchall()]


def whole(home: Path, search: Search, who: str = "") -> Person:
    """All that the first things lead to: merged rows, aliases, other references of the same contact."""
    for _step in range(MOST_STEPS):
        before = len(search.contacts), len(search.refs)
        widen(search)
        if before == (len(search.contacts), len(search.refs)):
            break
    rows = list(Contact.objects.filter(pk__in=search.contacts))
    search.refs |= {("files", row.ref) for row in rows}
    said = told(home, search.refs)
    emails = {row.email for row in rows if row.email} | {ref for _source, ref in search.refs if "@" in ref}
    phones = {one for one in ({row.phone for row in rows} | said.phones) if is_phone(one)}
    return Person(
        frozenset(search.contacts), frozenset(search.refs),
        frozenset(emails | said.emails | ({who} if "@" in who else set())), frozenset(phones),
        own_names(rows, said), frozenset(said.traits),
    )  # fmt: skip


def widen(search: Search) -> None:
    top = {one for pk in search.contacts for one in with_merged(Contact, pk)}
    up = Contact.objects.filter(merged_here__in=search.contacts).values_list("pk", flat=True)
    search.contacts |= top | set(up)
    search.refs |= set(ContactIdentity.objects.filter(contact__in=search.contacts).values_list("source", "ref"))
    for source, ref in list(search.refs):
        leads = ContactIdentity.objects.filter(Q(ref=ref) | Q(alias_of=ref), source=source)
        for row in leads:
            search.refs |= {(source, row.ref)} | ({(source, row.alias_of)} if row.alias_of else set())
            search.contacts |= {row.contact_id} if row.contact_id else set()


def own_names(rows: Iterable[Contact], said: Told) -> frozenset[str]:
    """Full names that no other contact has: another's may not be erased with them."""
    ids = [row.pk for row in rows]
    every = {row.name for row in rows} | said.names
    names = {name for name in every if len(name) >= SHORTEST_NAME and " " in name}
    others = set(Contact.objects.filter(name__in=names).exclude(pk__in=ids).values_list("name", flat=True))
    return frozenset(names - others)
