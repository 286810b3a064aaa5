"""Rules that find out which account or person a sender's reference means. What no rule finds waits as Unmatched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from loiste.accounts.models import Account, Contact, ContactIdentity, Identity, Rule, Unmatched
from loiste.accounts.verbs import chunks, ensure_accounts

ACCOUNT, CONTACT = "account", "contact"
BY_RULE = "rule"
# Addresses at these say nothing of where somebody works.
PUBLIC_MAIL = frozenset(
    (
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
        "me.com", "proton.me", "protonmail.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "mail.com", "yandex.com",
        "luukku.com", "suomi24.fi", "elisanet.fi", "kolumbus.fi", "saunalahti.fi", "welho.com", "pp.inet.fi",
        "inet.fi", "netti.fi",
    )
)  # fmt: skip


@dataclass
class Seen:
    """A reference in what has just come: how many signals wait for it if nobody knows it, and what was told of it.

    `account_ref`: the account that was named with a person.
    """

    ref: str
    signals: int = 0
    told: dict[str, str] = field(default_factory=dict)
    account_ref: str = ""


def match_accounts(source: str, seen: Mapping[str, Seen], settings: Mapping[str, Any], now: datetime) -> set[str]:
    """Applies the rules to references that have no account yet; returns those that still have none."""
    new = unknown(Identity, source, seen)
    found = by_own_ref(new) | by_attribute(new, settings.get("attribute") or "")
    Identity.objects.bulk_create(
        Identity(source=source, ref=ref, account_id=pk, rule=rule, by=BY_RULE, since=now)
        for ref, (pk, rule) in found.items()
    )
    left = [ref for ref in new if ref not in found]
    if settings.get("create") and left:
        ensure_accounts(left, source=source, by=BY_RULE, now=now, made_by_row=True, rule=Rule.CREATED)
        left = []
    Unmatched.objects.filter(source=source, what=ACCOUNT, ref__in=[ref for ref in new if ref not in left]).delete()
    return set(left)


def unknown(model: Any, source: str, seen: Iterable[str]) -> list[str]:
    refs = sorted(seen)
    known: set[str] = set()
    for part in chunks(refs):
        known.update(model.objects.filter(source=source, ref__in=part).values_list("ref", flat=True))
    return [ref for ref in refs if ref not in known]


def by_own_ref(refs: list[str]) -> dict[str, tuple[int, str]]:
    """The sender calls the account as its own reference does."""
    found: dict[str, tuple[int, str]] = {}
    for part in chunks(refs):
        rows = Account.objects.filter(ref__in=part).values_list("ref", "id")
        found |= {ref: (pk, Rule.GROUP.value) for ref, pk in rows}
    return found


def by_attribute(refs: list[str], name: str) -> dict[str, tuple[int, str]]:
    """An attribute of one account, and of no other, holds what the sender calls it."""
    found: dict[str, list[int]] = {}
    for part in chunks(refs if name else []):
        field_ = name if name == "business_id" else f"attributes__{name}"
        for value, pk in Account.objects.filter(**{f"{field_}__in": part}).values_list(field_, "id"):
            found.setdefault(str(value), []).append(pk)
    return {ref: (pks[0], Rule.ATTRIBUTE.value) for ref, pks in found.items() if len(pks) == 1}


def match_contacts(source: str, seen: Mapping[str, Seen], settings: Mapping[str, Any], now: datetime) -> set[str]:
    """The same for persons. One who was named with an account belongs to it, whoever it is."""
    follow_accounts(source, seen, now)
    new = unknown(ContactIdentity, source, seen)
    found = contacts_by_ref(new) | contacts_by_email({ref: email_of(seen[ref]) for ref in new})
    rows = [person(source, ref, rule, now, contact_id=pk) for ref, (pk, rule) in found.items()]
    left = [ref for ref in new if ref not in found]
    domains = accounts_by_domain({ref: domain_of(seen[ref]) for ref in left if not seen[ref].account_ref})
    rows += [person(source, ref, Rule.EMAIL_DOMAIN, now, account_id=pk) for ref, pk in domains.items()]
    left = [ref for ref in left if ref not in domains]
    together = [ref for ref in left if seen[ref].account_ref and not settings.get("create")]
    rows += [person(source, ref, Rule.USERS_ACCOUNT, now, account_ref=seen[ref].account_ref) for ref in together]
    left = [ref for ref in left if ref not in together]
    if settings.get("create"):
        rows += created(source, {ref: seen[ref] for ref in left}, now)
        left = []
    ContactIdentity.objects.bulk_create(rows, batch_size=500)
    Unmatched.objects.filter(source=source, what=CONTACT, ref__in=[row.ref for row in rows]).delete()
    return set(left)


def person(source: str, ref: str, rule: str, now: datetime, **leads: Any) -> ContactIdentity:
    return ContactIdentity(source=source, ref=ref, rule=rule, by=BY_RULE, since=now, **leads)


def follow_accounts(source: str, seen: Mapping[str, Seen], now: datetime) -> None:
    """Persons known by their account only who are now named with one, or with another, belong to that one."""
    refs = [ref for ref, one in seen.items() if one.account_ref]
    for part in chunks(refs):
        rows = ContactIdentity.objects.filter(source=source, ref__in=part, contact=None, alias_of="", account=None)
        moved = [row for row in rows if row.account_ref != seen[row.ref].account_ref]
        replace([person(source, row.ref, row.rule, now, account_ref=seen[row.ref].account_ref) for row in moved])


def replace(rows: list[ContactIdentity]) -> None:
    """Writes rows anew: what a reference means is kept by readers until a row is added or goes."""
    for row in rows:
        ContactIdentity.objects.filter(source=row.source, ref=row.ref).delete()
    ContactIdentity.objects.bulk_create(rows, batch_size=500)


def contacts_by_ref(refs: list[str]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for part in chunks(refs):
        rows = Contact.objects.filter(ref__in=part).values_list("ref", "id")
        found |= {ref: (pk, Rule.REFERENCE.value) for ref, pk in rows}
    return found


def contacts_by_email(emails: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """One contact, and no other, has the address."""
    wanted = {email for email in emails.values() if email}
    owners: dict[str, list[int]] = {}
    for part in chunks(sorted(wanted)):
        for email, pk in Contact.objects.filter(merged_into=None, email__in=part).values_list("email", "id"):
            owners.setdefault(email.lower(), []).append(pk)
    sure = {email: pks[0] for email, pks in owners.items() if len(pks) == 1}
    return {ref: (sure[email], Rule.EMAIL.value) for ref, email in emails.items() if email in sure}


def accounts_by_domain(domains: Mapping[str, str]) -> dict[str, int]:
    """One account, and no other, has the domain: as its attribute `domain`, or by the addresses of its contacts."""
    found = {}
    for domain in {domain for domain in domains.values() if domain and domain not in PUBLIC_MAIL}:
        stated = Account.objects.filter(merged_into=None, attributes__domain=domain).values_list("id", flat=True)[:2]
        people = Contact.objects.filter(Q(email__iendswith=f"@{domain}"), merged_into=None).exclude(account=None)
        accounts = list(stated) or list(people.values_list("account", flat=True).distinct()[:2])
        if len(accounts) == 1:
            found[domain] = accounts[0]
    return {ref: found[domain] for ref, domain in domains.items() if domain in found}


def email_of(seen: Seen) -> str:
    return (seen.told.get("email") or (seen.ref if "@" in seen.ref else "")).strip().lower()


def domain_of(seen: Seen) -> str:
    return email_of(seen).rpartition("@")[2]


def created(source: str, seen: Mapping[str, Seen], now: datetime) -> list[ContactIdentity]:
    """New contacts for persons nobody knows. Their account, name and address come with the projection."""
    contacts = [
        Contact(ref=ref, name=one.told.get("name", ""), email=email_of(one)[:254] if "@" in email_of(one) else "")
        for ref, one in seen.items()
    ]
    Contact.objects.bulk_create(contacts, batch_size=500)
    return [
        person(source, one.ref, Rule.CREATED, now, contact=one, account_ref=seen[one.ref].account_ref)
        for one in contacts
    ]


def wait(source: str, what: str, seen: Iterable[Seen], now: datetime) -> None:
    """Notes references that nobody knows, with how many more signals wait for them."""
    new = {one.ref: one for one in seen}
    there: dict[str, Unmatched] = {}
    for part in chunks(sorted(new)):
        there |= {row.ref: row for row in Unmatched.objects.filter(source=source, what=what, ref__in=part)}
    rows = [there.get(ref) or Unmatched(source=source, what=what, ref=ref, first_at=now) for ref in new]
    for row in rows:
        row.signals += new[row.ref].signals
        row.last_at = now
        row.said = row.said | new[row.ref].told
    Unmatched.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["source", "what", "ref"],
        update_fields=["signals", "last_at", "said"],
    )  # fmt: skip
