"""Which accounts the rows of a file name, and what is done about those that nobody knows yet."""

from collections.abc import Iterable
from datetime import datetime

from loiste.accounts.models import Account, Identity
from loiste.accounts.verbs import ensure_accounts

SOURCE = "files"
CHUNK = 500


def unknown_refs(refs: Iterable[str]) -> set[str]:
    """Those references that mean no account: neither by an identity of files nor as an account's own reference."""
    wanted = sorted(refs)
    found: set[str] = set()
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        found.update(Identity.objects.filter(source=SOURCE, ref__in=part).values_list("ref", flat=True))
        found.update(Account.objects.filter(ref__in=part).values_list("ref", flat=True))
    return set(wanted) - found


def take_in(refs: list[str], unknown: set[str], *, create: bool, own_rows: bool, by: str, now: datetime) -> None:
    """Ties the references to their accounts, making those that are missing if `create`.

    `own_rows`: the rows are accounts themselves, so an account made by another kind's row is now known in full.
    """
    wanted = refs if create else [ref for ref in refs if ref not in unknown]
    ensure_accounts(wanted, source=SOURCE, by=by, now=now, made_by_row=not own_rows)
