"""All accounts and contacts, looked up by what tells that two are one: made once, and kept while nothing changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from loiste.accounts import names
from loiste.accounts.doors import accounts_for, contacts_for
from loiste.accounts.matching import PUBLIC_MAIL
from loiste.accounts.models import User

NEAR = 90.0  # of 100; how alike two names are that may be one
ADDRESSES = ["domain", "website"]  # attributes that hold one
SHORTEST = 4  # letters of a name that may be only nearly the same


@dataclass
class Book:
    """Ids of accounts and contacts by what they are known by."""

    names: dict[int, str] = field(default_factory=dict)  # account -> bare name
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_business_id: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_domain: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    people: dict[int, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))  # account -> (name, id)
    by_email: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    emails: dict[int, str] = field(default_factory=dict)  # contact -> address

    def near(self, name: str, most: int = 3) -> list[tuple[int, float]]:
        """Accounts of this name or nearly so, with how alike they are, the best first."""
        wanted = names.bare(name)
        if len(wanted) < SHORTEST:
            return [(pk, 100.0) for pk in self.by_name.get(wanted, [])[:most]]
        found = process.extract(wanted, self.by_name.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=most)
        return [(pk, score) for text, score, _place in found for pk in self.by_name[text]][:most]


def book_for(user: User) -> Book:
    """What `user` may see. Reads every account and contact once."""
    book = Book()
    accounts = accounts_for(user).filter(archived_at=None).order_by("id")
    read_accounts(book, accounts.values_list("id", "name", "business_id"))
    read_addresses(book, accounts.filter(attributes__has_any_keys=ADDRESSES).values_list("id", "attributes"))
    read_contacts(book, contacts_for(user).order_by("id").values_list("id", "account_id", "name", "email"))
    return book


def read_accounts(book: Book, rows: Iterable[tuple[int, str, str]]) -> None:
    for pk, name, business_id in rows:
        book.names[pk] = names.bare(name)
        book.by_name[book.names[pk]].append(pk)
        if business_id:
            book.by_business_id[names.business_number(business_id)].append(pk)


def read_addresses(book: Book, rows: Iterable[tuple[int, dict[str, object]]]) -> None:
    for pk, attributes in rows:
        for name in ADDRESSES:
            if found := telling(str(attributes.get(name) or "")):
                book.by_domain[found].add(pk)


def read_contacts(book: Book, rows: Iterable[tuple[int, int | None, str, str]]) -> None:
    for pk, account, name, email in rows:
        if account is not None and name:
            book.people[account].append((names.plain(name), pk))
        if email:
            book.emails[pk] = email.lower()
            book.by_email[email.lower()].append(pk)
            found = telling(email)
            if found and account is not None:
                book.by_domain[found].add(account)


def telling(address: str) -> str:
    """The domain of an address, where it tells of a company."""
    found = names.domain(address)
    return "" if found in PUBLIC_MAIL else found
