"""What can be done to accounts. Each verb owns its permission, its checks and its line in the audit log."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from loiste.accounts import audit
from loiste.accounts.models import Account, Identity, Rule
from loiste.accounts.permissions import Actor, Right, check

CHUNK = 500  # SQLite's limit on parameters in one query is far above, and its planner likes short lists


def chunks(items: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def ensure_accounts(
    refs: Iterable[str], *, source: str, by: str, now: datetime, made_by_row: bool, rule: str = Rule.REFERENCE
) -> list[str]:
    """Makes an account, and the identity of its reference, for each ref that has none. Returns the refs it made.

    `made_by_row`: another kind of row named it, so nothing more is known of it yet.
    """
    wanted = sorted(set(refs))
    with transaction.atomic():
        new: list[str] = []
        for part in chunks(wanted):
            known = set(Identity.objects.filter(source=source, ref__in=part).values_list("ref", flat=True))
            new += [ref for ref in part if ref not in known]
        for part in chunks(new):
            there = {a.ref: a for a in Account.objects.filter(ref__in=part)}
            fresh = [Account(ref=ref, name=ref, made_by_row=made_by_row) for ref in part if ref not in there]
            Account.objects.bulk_create(fresh)
            there |= {a.ref: a for a in fresh}
            Identity.objects.bulk_create(
                Identity(source=source, ref=ref, account=there[ref], rule=rule, by=by, since=now) for ref in part
            )
        if not made_by_row:
            for part in chunks(wanted):
                Account.objects.filter(ref__in=part, made_by_row=True).update(made_by_row=False)
    return new


def archive_account(account: Account, *, by: Actor, now: datetime) -> None:
    """Takes the account out of lists and searches; its numbers stay. Does nothing when it is archived already."""
    check(by, Right.CHANGE, [account])
    if account.archived_at is None:
        set_archived(account, now, by=by, now=now, action="account.archive")


def restore_account(account: Account, *, by: Actor, now: datetime) -> None:
    """Brings an archived account back. Does nothing when it is not archived."""
    check(by, Right.CHANGE, [account])
    if account.archived_at is not None:
        set_archived(account, None, by=by, now=now, action="account.restore")


def set_archived(account: Account, value: datetime | None, *, by: Actor, now: datetime, action: str) -> None:
    before = account.archived_at.isoformat() if account.archived_at else None
    with transaction.atomic():
        account.archived_at = value
        account.save(update_fields=["archived_at"])
        after = value.isoformat() if value else None
        audit.write(by, action, account.public_id, now, before={"archived_at": before}, after={"archived_at": after})
