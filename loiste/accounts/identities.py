"""Which account and which person a sender's reference means, as tables for the engine.

What was matched is kept as it was found; merges and aliases are followed here, on reading. So a late match, a merge or
its undoing changes only these tables, and corrects the past with them.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Count, F, Max, Model, Q, Sum

from loiste.accounts.models import Account, Contact, ContactIdentity, Identity, Merge

T = TypeVar("T")
Ref = tuple[str, str]  # source, reference
MOST_STEPS = 100  # of merges or aliases behind each other


@dataclass(frozen=True)
class Person:
    """What a reference leads to: `key` is the same for all references of one person."""

    key: str
    contact: int | None
    account: int | None


@dataclass(frozen=True)
class Known:
    """Every reference, resolved: to the id of an account, and to a person."""

    accounts: dict[Ref, int] = field(default_factory=dict)
    people: dict[Ref, Person] = field(default_factory=dict)


_kept: dict[object, Known] = {}


def newest(model: Any) -> tuple[int, int]:
    """Changes when a row is added or goes."""
    seen = model.objects.aggregate(newest=Max("id"), rows=Count("id"))
    return seen["newest"] or 0, seen["rows"]


def accounts_state() -> tuple[object, ...]:
    """Changes whenever a reference may mean another account."""
    return newest(Identity), newest(Merge), Merge.objects.exclude(undone_at=None).count()


def state() -> tuple[object, ...]:
    """Changes whenever a reference may mean another account or person."""
    homes = Contact.objects.filter(merged_into=None).aggregate(rows=Count("account"), all=Sum(F("account") * F("id")))
    return (*accounts_state(), newest(ContactIdentity), homes["rows"], homes["all"] or 0)


def known() -> Known:
    """All references of this moment; kept until `state` changes."""
    now = state()
    if now not in _kept:
        found = resolve()
        _kept.clear()
        _kept[now] = found
    return _kept[now]


def forget() -> None:
    """Lets go of what is kept; for those who change rows by which `state` does not tell, or undo what they changed."""
    _kept.clear()


def resolve() -> Known:
    finals, persons = merged(Account), merged(Contact)
    accounts = {
        (source, ref): finals.get(account, account)
        for source, ref, account in Identity.objects.order_by("id").values_list("source", "ref", "account_id")
    }
    homes = dict(Contact.objects.exclude(account=None).values_list("id", "account_id"))
    rows = {(row.source, row.ref): row for row in ContactIdentity.objects.order_by("id")}
    people: dict[Ref, Person] = {}
    for ref in rows:
        row = last_alias(rows, ref)
        contact = None if row.contact_id is None else persons.get(row.contact_id, row.contact_id)
        home = homes.get(contact) if contact is not None else None
        account = home or row.account_id or accounts.get((row.source, row.account_ref))
        key = row.alias_of or row.ref if contact is None else f"contact/{contact}"
        people[ref] = Person(key, contact, None if account is None else finals.get(account, account))
    return Known(accounts, people)


def merged(model: type[Model]) -> dict[int, int]:
    """Id of each merged row -> id of the row that stands for it at the end."""
    steps = dict(model._default_manager.exclude(merged_into=None).values_list("id", "merged_into_id"))
    return {start: follow(steps, start) for start in steps}


def follow(steps: dict[T, T], start: T) -> T:
    for _step in range(MOST_STEPS):
        if start not in steps:
            break
        start = steps[start]
    return start


def last_alias(rows: dict[Ref, ContactIdentity], ref: Ref) -> ContactIdentity:
    """The row at the end of a chain of aliases; the last one there is where the chain leads nowhere."""
    row = rows[ref]
    for _step in range(MOST_STEPS):
        following = rows.get((row.source, row.alias_of)) if row.alias_of else None
        if following is None:
            break
        row = following
    return row


def with_merged(model: Any, pk: int) -> list[int]:
    """The row and all that were merged into it, directly or through another."""
    found = [pk]
    for _step in range(MOST_STEPS):
        more = model.objects.filter(merged_into__in=found).exclude(pk__in=found).values_list("pk", flat=True)
        if not (new := list(more)):
            break
        found += new
    return found


def refs_of(account: Account) -> list[Ref]:
    """The references that mean this account, those of accounts merged into it included."""
    ids = with_merged(Account, account.pk)
    return list(Identity.objects.filter(account__in=ids).order_by("id").values_list("source", "ref"))


def people_of(account: Account) -> list[Ref]:
    """The references of persons who belong to this account."""
    ids = with_merged(Account, account.pk)
    own = {source: [ref for origin, ref in refs_of(account) if origin == source] for source, _ in refs_of(account)}
    leads = Q(contact__account__in=ids) | Q(contact__merged_into__account__in=ids) | Q(account__in=ids)
    for source, refs in own.items():
        leads |= Q(source=source, account_ref__in=refs)
    found = set(ContactIdentity.objects.filter(leads).values_list("source", "ref"))
    fresh = found
    for _step in range(MOST_STEPS):
        aliases = Q(pk=None)
        for source, ref in fresh:
            aliases |= Q(source=source, alias_of=ref)
        fresh = set(ContactIdentity.objects.filter(aliases).values_list("source", "ref")) - found if fresh else set()
        if not fresh:
            break
        found |= fresh
    return sorted(found)
