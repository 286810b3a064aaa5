"""The people of an account: who they are now, who they were on a day, and when each was last seen."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from loiste.accounts.identities import Ref
from loiste.accounts.models import Contact, ContactRole
from loiste.accounts.one.own import Own, named, signals
from loiste.timeline.within import Row


@dataclass(frozen=True)
class Human:
    """A person; `id` is the contact's row id, None for one who is no contact yet."""

    id: int | None
    ref: str
    name: str
    role: str
    email: str
    phone: str
    language: str
    seen: date | None = None
    public_id: str = ""


def now(contacts: Iterable[Contact]) -> list[Human]:
    return [Human(c.pk, c.ref, c.name, c.role, c.email, c.phone, c.language, public_id=c.public_id) for c in contacts]


TOLD = """
    with told as ({relation}), ours as (select distinct source, ref from told where {ours})
    select told.source, told.ref, account_ref, text, category, properties from told join ours using (source, ref)
    where coalesce(valid_from, date '0001-01-01') <= ?
    order by coalesce(valid_from, date '0001-01-01'), received_at, position"""


def on_day(own: Own, day: date) -> list[Human]:
    """Those who belonged to the account on the day, by what contact signals said until then."""
    where, values = named("account_ref", own.refs)
    rows = own.reading.fetch(TOLD.format(relation=own.reading.relation("contact"), ours=where), [*values, day])
    people, told = own.known.people, dict[str, dict[str, Any]]()
    for row in rows:
        person = people.get((row["source"], row["ref"]))
        kept = told.setdefault(person.key if person else f"{row['source']}/{row['ref']}", {})
        kept |= {"id": person.contact if person else None} | said(row)
    ours = set(own.refs)
    return sorted((human(one) for one in told.values() if one["account"] in ours), key=lambda one: (one.name, one.ref))


def said(row: Row) -> dict[str, Any]:
    """What a content states; what it does not, an earlier one still does."""
    more = json.loads(row["properties"] or "{}")
    role = row["category"] if row["category"] in ROLES else None
    stated = {
        "ref": row["ref"], "account": (row["source"], row["account_ref"]) if row["account_ref"] else None,
        "name": row["text"], "role": role, **{field: more.get(field) for field in ("email", "phone", "language")},
    }  # fmt: skip
    return {name: value for name, value in stated.items() if value}


def human(told: dict[str, Any]) -> Human:
    def text(name: str) -> str:
        return str(told.get(name) or "")

    return Human(
        told["id"], text("ref"), text("name"), text("role"), text("email"), text("phone"), text("language")
    )  # fmt: skip


ROLES = frozenset(ContactRole.values)
SEEN = """
    select source, contact_ref, max(day) as day from ({own})
    where contact_ref is not null and day <= ? group by source, contact_ref"""
SEEN_KINDS = ("usage", "ticket", "answer")


def seen(own: Own, day: date) -> dict[int, date]:
    """Contact's row id -> the last day, up to `day`, of any signal that names the person."""
    parts = [signals(own, kind, "source, contact_ref, day", date(1900, 1, 1), day) for kind in SEEN_KINDS]
    sql = " union all ".join(part for part, _ in parts)
    values = [value for _, part in parts for value in part]
    people = own.known.people
    found: dict[int, date] = {}
    for row in own.reading.fetch(SEEN.format(own=sql), [*values, day]):
        person = people.get((row["source"], row["contact_ref"]))
        if person and person.contact:
            found[person.contact] = max(found.get(person.contact, row["day"]), row["day"])
    return found


def names(own: Own, refs: Iterable[Ref]) -> dict[Ref, str]:
    """Names of the contacts whom these references mean."""
    people = own.known.people
    ids = {ref: people[ref].contact for ref in refs if ref in people and people[ref].contact}
    named_ = dict(Contact.objects.filter(pk__in=set(ids.values())).values_list("pk", "name"))
    return {ref: named_[pk] for ref, pk in ids.items() if pk and named_.get(pk)}
