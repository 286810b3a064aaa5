"""What senders and files told of a person: traits of their contact signals."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loiste.accounts import known_tables
from loiste.accounts.identities import Ref
from loiste.timeline import engine

SHORTEST = 5  # characters from which a trait is looked for inside of texts
# Traits that name one person, however the sender writes the word: user_name, userName. Others, as a title, do not.
PERSONAL = {
    "username", "login", "nickname", "handle", "address", "street", "streetaddress", "avatar", "image", "photo",
    "linkedin", "twitter", "facebook", "instagram", "github", "website", "url", "birthday", "dateofbirth", "ssn",
    "hetu", "personalid", "employeeid", "fullname", "displayname", "slack", "skype", "userprincipalname", "upn",
}  # fmt: skip
EMAILS, PHONES = {"email", "mail", "emailaddress"}, {"phone", "phonenumber", "mobile", "mobilephone", "tel"}


@dataclass
class Told:
    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)

    def take(self, name: str, value: Any) -> None:
        """One trait, those inside of it included."""
        if isinstance(value, dict):
            for inner, one in value.items():
                self.take(inner, one)
                if plain(name) == "address":
                    self.take(name, one)
        if not isinstance(value, str | int) or isinstance(value, bool):
            return
        self.sort(plain(name), str(value).strip())

    def sort(self, name: str, text: str) -> None:
        if name in EMAILS and "@" in text:
            self.emails.add(text)
        elif name in PHONES:
            self.phones.add(text)
        elif name in PERSONAL and len(text) >= SHORTEST:
            self.traits.add(text)


def plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def told(home: Path, refs: Iterable[Ref]) -> Told:
    """All that the contact signals of these references say."""
    found = Told()
    for name, properties in contact_signals(home, sorted(refs)):
        if name:
            found.names.add(name.strip())
        traits = json.loads(properties or "{}")
        if isinstance(traits, dict):
            for key, value in traits.items():
                found.take(key, value)
            found.names |= full_names(traits)
    return found


def full_names(traits: dict[str, Any]) -> set[str]:
    """From a first and a last name told apart."""
    parts = {plain(key): value.strip() for key, value in traits.items() if isinstance(value, str)}
    first, last = parts.get("firstname") or parts.get("givenname"), parts.get("lastname") or parts.get("familyname")
    return {f"{first} {last}", f"{last} {first}"} if first and last else set()


def contact_signals(home: Path, refs: list[Ref]) -> list[tuple[str | None, str | None]]:
    connection = engine.reader(home)
    known_tables.put(connection, "asked_for", known_tables.table(refs, {}))
    return connection.execute(
        "select distinct text, properties from signals_contact "
        "where (source, ref) in (select source, ref from asked_for)"
    ).fetchall()
