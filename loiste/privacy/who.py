"""Whose the signals are while blocks are rewritten one by one: old references and the pseudonym mean one person."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from loiste.accounts import identities
from loiste.accounts.models import Contact, ContactIdentity, Rule, Unmatched
from loiste.privacy.person import Person

Counts = Counter[str]
AT_ONCE = 500
EMPTIED = ("name", "email", "phone", "role", "language", "preferred_channel", "preferred_time", "timezone")


def stand_in(person: Person, pseudonym: str, now: datetime) -> Counts:
    """Call in the transaction that adds them to the list. Returns how many rows of each kind were emptied.

    Calling it again changes nothing.
    """
    counts: Counts = Counter()
    contacts(person, pseudonym, counts)
    references(person, pseudonym, now, counts)
    waiting(person, pseudonym, counts)
    identities.forget()
    return counts


def contacts(person: Person, pseudonym: str, counts: Counts) -> None:
    """The rows stay, empty, since numbers count those who use; the first takes the pseudonym's name."""
    for turn, row in enumerate(Contact.objects.filter(pk__in=person.contacts).order_by("pk")):
        row.ref = pseudonym if not turn else f"{pseudonym}-{turn + 1}"
        for name in EMPTIED:
            setattr(row, name, "")
        row.save()
        counts["contacts"] += 1


def references(person: Person, pseudonym: str, now: datetime, counts: Counts) -> None:
    """One row for each source, which leads where theirs led, and their own lead to it; never changed in place: readers
    notice new rows only."""
    rows = list(rows_of(person))
    ends: dict[str, ContactIdentity] = {}
    for row in rows:
        if row.alias_of != pseudonym and (row.source not in ends or ends[row.source].alias_of):
            ends[row.source] = row
    ContactIdentity.objects.filter(pk__in=[row.pk for row in rows]).delete()
    there = set(ContactIdentity.objects.filter(ref=pseudonym).values_list("source", flat=True))
    ContactIdentity.objects.bulk_create(
        ContactIdentity(
            source=row.source, ref=pseudonym, contact_id=row.contact_id, account_id=row.account_id,
            account_ref=row.account_ref, rule=row.rule, by=row.by, since=row.since,
        )
        for row in ends.values() if row.source not in there
    )  # fmt: skip
    ContactIdentity.objects.bulk_create(
        ContactIdentity(source=source, ref=ref, alias_of=pseudonym, rule=Rule.ALIAS, by="erasure", since=now)
        for source, ref in sorted(person.refs) if ref != pseudonym
    )  # fmt: skip
    counts["references"] += len([row for row in rows if row.alias_of != pseudonym])


def rows_of(person: Person) -> Iterator[ContactIdentity]:
    refs = sorted({ref for _source, ref in person.refs})
    for start in range(0, len(refs), AT_ONCE):
        for row in ContactIdentity.objects.filter(ref__in=refs[start : start + AT_ONCE]).order_by("id"):
            if (row.source, row.ref) in person.refs:
                yield row


def waiting(person: Person, pseudonym: str, counts: Counts) -> None:
    for source in {source for source, _ref in person.refs}:
        refs = {ref for origin, ref in person.refs if origin == source}
        rows = list(Unmatched.objects.filter(source=source, what="contact", ref__in=refs).order_by("id"))
        for row in rows[1:]:
            row.delete()
        for row in rows[:1]:
            row.ref, row.said = pseudonym, {}
            row.save()
        counts["unmatched"] += len(rows)


def stand_alone(person: Person, pseudonym: str) -> None:
    """Once no block holds the old references: they go."""
    gone = [row.pk for row in rows_of(person) if row.alias_of == pseudonym]
    ContactIdentity.objects.filter(pk__in=gone).delete()
    identities.forget()
