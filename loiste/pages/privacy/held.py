"""What is shown of a person before anything is done: who it is, and how much there is."""

from dataclasses import dataclass
from pathlib import Path

from loiste.accounts.models import Contact
from loiste.pages.kinds import KINDS
from loiste.privacy.person import Person, find
from loiste.privacy.signals import counts

MOST = 20  # references that are shown


@dataclass(frozen=True)
class Held:
    """`who`: as it was asked. `signals`: (kind in words, how many). `to_type`: what confirms that they are meant."""

    who: str
    person: Person
    contacts: list[Contact]
    refs: list[tuple[str, str]]
    more_refs: int
    signals: list[tuple[str, int]]
    to_type: str

    @property
    def name(self) -> str:
        return next((one.name for one in self.contacts if one.name), "") or self.to_type

    @property
    def every_signal(self) -> int:
        return sum(count for _kind, count in self.signals)


def held(home: Path, who: str) -> Held:
    """ValidationError when nothing is held under it."""
    person = find(home, who)
    contacts = list(Contact.objects.filter(pk__in=person.contacts).select_related("account").order_by("pk"))
    address = next((one.email for one in contacts if one.email), None) or min(person.emails, default=None)
    refs = sorted(person.refs)
    counted = [(str(KINDS.get(kind, kind)), count) for kind, count in counts(home, person).items()]
    asked = who if not who.startswith("con_") else refs[0][1]
    return Held(who, person, contacts, refs[:MOST], len(refs[MOST:]), counted, address or asked)


def means(found: Held, typed: str) -> bool:
    """Whether what was typed is one of the person's addresses, or what was to be typed."""
    return typed.strip().lower() in {found.to_type.lower(), *(one.lower() for one in found.person.emails)}
