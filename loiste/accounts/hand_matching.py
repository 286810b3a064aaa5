"""Matching by hand: which account or person a sender's reference means, said by somebody of the team."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from loiste.accounts.act import Act, afresh, all_or_nothing
from loiste.accounts.hand import SOURCE
from loiste.accounts.identities import MOST_STEPS
from loiste.accounts.matching import ACCOUNT, CONTACT
from loiste.accounts.models import Account, Contact, ContactIdentity, Identity, Merge, Rule, Unmatched
from loiste.accounts.permissions import Right, check
from loiste.accounts.waiting import to_rules
from loiste.timeline import engine

Settings = Mapping[str, Any]
NO_SETTINGS: Settings = {}
OWN_SOURCES = ("files", SOURCE)  # what files and people here name is known from the start


def match_account(act: Act, source: str, ref: str, account: Account) -> None:
    """From now on, and for all that came before, `ref` of `source` means this account."""
    check(act.by, Right.MATCH)
    check_known(Identity, ACCOUNT, source, ref)
    check_there(account)
    with all_or_nothing():
        put_account(act, source, ref, account)


def put_account(act: Act, source: str, ref: str, account: Account) -> None:
    """Rows of references are never changed in place: readers notice them come and go."""
    former = Identity.objects.filter(source=source, ref=ref).select_related("account").first()
    Identity.objects.filter(source=source, ref=ref).delete()
    Identity.objects.create(source=source, ref=ref, account=account, rule=Rule.HAND, by=act.by.label, since=act.now)
    Unmatched.objects.filter(source=source, what=ACCOUNT, ref=ref).delete()
    before = {"account": former.account.public_id, "rule": former.rule} if former else None
    act.note("reference.match", f"{source}/{ref}", before, {"account": account.public_id})
    moved = [account.pk, former.account_id] if former else [account.pk]
    afresh(act, accounts=moved, contacts=persons_named_with(act, source, ref))


def match_person(
    act: Act, source: str, ref: str, *, contact: Contact | None = None, account: Account | None = None
) -> None:
    """From now on, and for all that came before, `ref` of `source` means this contact, or somebody of this account."""
    check(act.by, Right.MATCH)
    check_known(ContactIdentity, CONTACT, source, ref)
    for one in (contact, account):
        check_there(one)
    if contact is None and account is None:
        raise ValidationError(_("Choose a contact or an account."))
    with all_or_nothing():
        put_person(act, source, ref, contact, account)


def put_person(act: Act, source: str, ref: str, contact: Contact | None, account: Account | None) -> None:
    """Of references that the source said are one person, it is the one that the others lead to."""
    ref = last_reference(source, ref)
    former = ContactIdentity.objects.filter(source=source, ref=ref).first()
    ContactIdentity.objects.filter(source=source, ref=ref).delete()
    ContactIdentity.objects.create(
        source=source, ref=ref, contact=contact, account=account, rule=Rule.HAND, by=act.by.label, since=act.now
    )
    Unmatched.objects.filter(source=source, what=CONTACT, ref=ref).delete()
    after = {"contact": contact and contact.public_id, "account": account and account.public_id}
    act.note("person.match", f"{source}/{ref}", said(former), after)
    persons = [contact, former.contact if former else None]
    afresh(act, accounts=[], contacts=[one.pk for one in persons if one])


def last_reference(source: str, ref: str) -> str:
    for _step in range(MOST_STEPS):
        row = ContactIdentity.objects.filter(source=source, ref=ref).exclude(alias_of="").first()
        if row is None:
            break
        ref = row.alias_of
    return ref


def said(row: ContactIdentity | None) -> dict[str, str] | None:
    """A row of a person as the audit log keeps it."""
    if row is None:
        return None
    leads = {
        "rule": row.rule, "contact": row.contact.public_id if row.contact else "",
        "account": row.account.public_id if row.account else "", "account_ref": row.account_ref,
        "alias_of": row.alias_of,
    }  # fmt: skip
    return {key: value for key, value in leads.items() if value}


def make_account(act: Act, source: str, ref: str) -> Account:
    """A new account for a reference that nobody knows; what was told of it becomes its attributes."""
    check(act.by, Right.MATCH)
    check_waits(ACCOUNT, source, ref)
    if Account.objects.filter(ref=ref).exists():
        raise ValidationError(_("There is an account with this reference already; match to that one."))
    with all_or_nothing():
        account = Account.objects.create(ref=ref, name=ref)
        act.note("account.make", account.public_id, None, {"ref": ref, "source": source})
        put_account(act, source, ref, account)
    account.refresh_from_db()
    return account


def make_contact(act: Act, source: str, ref: str, *, account: Account | None = None) -> Contact:
    """A new contact for a person whom nobody knows; of this account, unless the person's own events name another."""
    check(act.by, Right.MATCH)
    check_waits(CONTACT, source, ref)
    check_there(account)
    if Contact.objects.filter(ref=ref).exists():
        raise ValidationError(_("There is a contact with this reference already; match to that one."))
    with all_or_nothing():
        contact = Contact.objects.create(ref=ref)
        act.note("contact.make", contact.public_id, None, {"ref": ref, "source": source})
        put_person(act, source, ref, contact, account)
    contact.refresh_from_db()
    return contact


def unmatch_account(act: Act, source: str, ref: str, *, settings: Settings = NO_SETTINGS) -> None:
    """Takes back a match made by hand: the signals wait again, unless a rule knows better.

    `settings`: those of the source.
    """
    check(act.by, Right.MATCH)
    row = Identity.objects.filter(source=source, ref=ref).select_related("account").first()
    if row is None or row.rule != Rule.HAND:
        raise not_by_hand()
    persons = persons_named_with(act, source, ref)
    with all_or_nothing():
        row.delete()
        act.note("reference.unmatch", f"{source}/{ref}", {"account": row.account.public_id}, None)
        if row.account.ref == ref:
            remove_bare(act, row.account)
        afresh(act, accounts=[row.account_id], contacts=persons)  # first, so that no rule finds what it told itself
        to_rules(act.home, source, ACCOUNT, ref, settings, act.now)
        if found := now_meant(Identity, source, ref):
            afresh(act, accounts=found, contacts=persons)


def unmatch_person(act: Act, source: str, ref: str, *, settings: Settings = NO_SETTINGS) -> None:
    """The same for a person."""
    check(act.by, Right.MATCH)
    row = ContactIdentity.objects.filter(source=source, ref=ref).select_related("contact", "account").first()
    if row is None or row.rule != Rule.HAND:
        raise not_by_hand()
    with all_or_nothing():
        row.delete()
        act.note("person.unmatch", f"{source}/{ref}", said(row), None)
        if row.contact is not None and row.contact.ref == ref:
            remove_bare(act, row.contact)
        afresh(act, accounts=[], contacts=[row.contact_id] if row.contact_id else [])
        to_rules(act.home, source, CONTACT, ref, settings, act.now)
        if found := now_meant(ContactIdentity, source, ref):
            afresh(act, accounts=[], contacts=found)


def now_meant(model: Any, source: str, ref: str) -> list[int]:
    """The account or contact that a rule has found."""
    field = "account" if model is Identity else "contact"
    return list(model.objects.filter(source=source, ref=ref).exclude(**{field: None}).values_list(field, flat=True))


def not_by_hand() -> ValidationError:
    return ValidationError(_("Only a match made by hand can be taken back; match the reference to another instead."))


def remove_bare(act: Act, one: Account | Contact) -> None:
    """A row made for the reference alone goes with it: else a rule would match the reference to it again."""
    what = ACCOUNT if isinstance(one, Account) else CONTACT
    used = one.identity_set.exists() if isinstance(one, Account) else one.contactidentity_set.exists()
    merged = Merge.objects.filter(Q(kept=one.pk) | Q(gone=one.pk), what=what)
    if used or merged.exists():
        raise ValidationError(_("More leads to it than this reference. Match that to another one instead."))
    act.note(f"{what}.remove", one.public_id, {"ref": one.ref}, None)
    one.delete()


def persons_named_with(act: Act, source: str, ref: str) -> list[int]:
    """Contacts of whom the source told that they belong to the account that it calls `ref`."""
    rows = engine.reader(act.home).execute(
        "select distinct ref from signals_contact where source = $1 and account_ref = $2", [source, ref]
    )
    refs = [one for (one,) in rows.fetchall()]
    found: list[int] = []
    for start in range(0, len(refs), 500):
        known = ContactIdentity.objects.filter(source=source, ref__in=refs[start : start + 500]).exclude(contact=None)
        found += known.values_list("contact", flat=True)
    return found


def check_known(model: type[Identity] | type[ContactIdentity], what: str, source: str, ref: str) -> None:
    if source in OWN_SOURCES:
        raise ValidationError(_("What files and people here name is known; merge accounts or contacts instead."))
    if not model.objects.filter(source=source, ref=ref).exists():
        check_waits(what, source, ref)


def check_waits(what: str, source: str, ref: str) -> None:
    if not Unmatched.objects.filter(source=source, what=what, ref=ref).exists():
        raise ValidationError(_("Nothing waits under this reference any more."))


def check_there(one: Account | Contact | None) -> None:
    if one is not None and one.merged_into_id is not None:
        raise ValidationError(_("It has been merged into another; choose that one."))
