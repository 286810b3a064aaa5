"""Who does something, when, and where the timeline lies: what verbs that move signals between accounts are given."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from loiste.accounts import audit, identities
from loiste.accounts.models import Account, Contact, ContactIdentity
from loiste.accounts.permissions import Actor
from loiste.accounts.projection import project


@dataclass(frozen=True)
class Act:
    """`day`: the organisation's today. `by` is checked by each verb."""

    home: Path
    by: Actor
    now: datetime
    day: date

    def note(self, action: str, subject: str, before: object, after: object) -> None:
        audit.write(self.by, action, subject, self.now, before=before, after=after)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction. What a reference means is found anew afterwards, also where nothing came of it."""
    try:
        with transaction.atomic():
            yield
    finally:
        identities.forget()


def afresh(act: Act, *, accounts: Iterable[int], contacts: Iterable[int] = ()) -> None:
    """Makes rows anew from their signals, so that nothing stays that came from what is now another's.

    A row merged into another stays as it was, to show again when the merge is undone; what came from it stands in the
    one that it was merged into, so that one is made anew.
    """
    blank_accounts(with_those_they_became(Account, accounts))
    blank_contacts(with_those_they_became(Contact, contacts))
    identities.forget()
    project(act.home, as_of=act.day)
    identities.forget()


def with_those_they_became(model: type[Account] | type[Contact], ids: Iterable[int]) -> set[int]:
    finals, named = identities.merged(model), set(ids)
    return named | {finals[pk] for pk in named if pk in finals}


def blank_accounts(ids: set[int]) -> None:
    rows = list(Account.objects.filter(pk__in=ids, merged_into=None))
    for row in rows:
        row.name, row.business_id, row.owner, row.tier, row.country = row.ref, "", "", "", ""
        row.signed_up_on, row.parent, row.tags, row.attributes = None, None, [], {}
    fields = ["name", "business_id", "owner", "tier", "country", "signed_up_on", "parent", "tags", "attributes"]
    Account.objects.bulk_update(rows, fields, batch_size=500)


def blank_contacts(ids: set[int]) -> None:
    """Their account is the one that was stated by hand, if any, until signals name one."""
    stated = ContactIdentity.objects.filter(contact__in=ids).exclude(account=None).order_by("id")
    homes = dict(stated.values_list("contact", "account"))
    finals = identities.merged(Account)
    rows = list(Contact.objects.filter(pk__in=ids, merged_into=None))
    for row in rows:
        home = homes.get(row.pk)
        row.account_id = None if home is None else finals.get(home, home)
        row.name, row.role, row.email, row.phone, row.language = "", "", "", "", ""
    fields = ["account", "name", "role", "email", "phone", "language"]
    Contact.objects.bulk_update(rows, fields, batch_size=500)
