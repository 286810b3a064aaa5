"""The rows of contacts, made anew from what all sources told of each person."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from loiste.accounts.by_id import rows_of
from loiste.accounts.identities import known
from loiste.accounts.models import Contact, ContactIdentity, ContactRole, Rule
from loiste.accounts.suppression import suppressed

# What a later content does not say, an earlier one still does. One that starts after the day says nothing yet, unless
# there is no other. A file row replaces the one that it corrects.
TOLD = """
    with told as (
        select *, coalesce(valid_from, date '0001-01-01') as holds_from from signals_contact
        where {some}ref in (select ref from touched)
        qualify source <> 'files' or row_number() over (
            partition by source, ref, coalesce(valid_from, date '0001-01-01') order by received_at desc, position desc
        ) = 1
    )
    select source, ref, account_ref, text, category, properties from told
    qualify holds_from <= $1::date or bool_and(holds_from > $1::date) over (partition by source, ref)
    order by holds_from, received_at, position"""
COLUMNS = ["account", "name", "role", "email", "phone", "language"]
FILES = "files"
LONGEST = {"name": 300, "email": 254, "phone": 60, "language": 5}


def project_contacts(rows: list[tuple[Any, ...]], as_of: date) -> None:
    """From the rows of TOLD. Contacts that files name are made here; others are there once they are matched."""
    if hidden := suppressed():  # until its blocks are rewritten, what they told of the person is still read
        rows = [row for row in rows if not hidden.of(row[0], ref=row[1], email=json.loads(row[5] or "{}").get("email"))]
    if not rows:
        return
    ensure_contacts({row[1] for row in rows if row[0] == FILES}, as_of)
    now = known()
    named = {person.contact for row in rows if (person := now.people.get((row[0], row[1]))) and person.contact}
    contacts = rows_of(Contact, named)
    before = {pk: state(one) for pk, one in contacts.items()}
    for source, ref, account_ref, name, role, properties in rows:
        person = now.people.get((source, ref))
        contact = contacts.get(person.contact or 0) if person else None
        if contact is not None:
            say(contact, now.accounts.get((source, account_ref)), name, role, json.loads(properties or "{}"))
    changed = [one for pk, one in contacts.items() if state(one) != before[pk]]
    Contact.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["ref"], update_fields=COLUMNS
    )


def say(contact: Contact, account: int | None, name: str | None, role: str | None, more: dict[str, str]) -> None:
    contact.account_id = account or contact.account_id
    contact.name = (name or contact.name)[: LONGEST["name"]]
    contact.role = role if role in ContactRole.values else contact.role
    for field in ("email", "phone", "language"):
        setattr(contact, field, (more.get(field) or getattr(contact, field))[: LONGEST[field]])


def state(contact: Contact) -> tuple[Any, ...]:
    return (contact.account_id, contact.name, contact.role, contact.email, contact.phone, contact.language)


def ensure_contacts(refs: Iterable[str], as_of: date) -> None:
    """A contact, and its reference, for each person that files name and nobody knew."""
    people = known().people  # asked once: each asking looks whether it still holds
    new = sorted(ref for ref in refs if (FILES, ref) not in people)
    if not new:
        return
    Contact.objects.bulk_create([Contact(ref=ref) for ref in new], batch_size=500, ignore_conflicts=True)
    ids: dict[str, int] = {}
    for start in range(0, len(new), 500):
        ids |= dict(Contact.objects.filter(ref__in=new[start : start + 500]).values_list("ref", "id"))
    since = datetime.combine(as_of, time(), UTC)
    ContactIdentity.objects.bulk_create(
        [
            ContactIdentity(
                source=FILES, ref=ref, contact_id=ids[ref], rule=Rule.REFERENCE, by="import", since=since
            )
            for ref in new
        ],
        batch_size=500,
    )  # fmt: skip
