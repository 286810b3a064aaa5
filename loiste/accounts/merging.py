"""Merging two accounts, or two contacts, that are one; and undoing it. Signals and references are left as they are."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loiste.accounts.act import Act, afresh, all_or_nothing
from loiste.accounts.identities import with_merged
from loiste.accounts.matching import ACCOUNT, CONTACT
from loiste.accounts.models import Account, Contact, Merge
from loiste.accounts.permissions import Right, check

MODELS: dict[str, Any] = {ACCOUNT: Account, CONTACT: Contact}


def merge_accounts(act: Act, kept: Account, gone: Account) -> Merge:
    """`gone` reads as `kept` from now on, and for all that came before, until this is undone."""
    return merge(act, ACCOUNT, kept.pk, gone.pk)


def merge_contacts(act: Act, kept: Contact, gone: Contact) -> Merge:
    """The same for two contacts."""
    return merge(act, CONTACT, kept.pk, gone.pk)


def merge(act: Act, what: str, kept: int, gone: int) -> Merge:
    """Both must stand for themselves; so no chain of merges can lead in a circle."""
    check(act.by, Right.MATCH)
    with all_or_nothing():
        rows = {row.pk: row for row in MODELS[what].objects.filter(pk__in=(kept, gone))}
        if len(rows) != 2:
            raise ValidationError(_("Choose two that are different."))
        if any(row.merged_into_id is not None for row in rows.values()):
            raise ValidationError(_("One of them is merged already; undo that first, or choose the one that was kept."))
        rows[gone].merged_into = rows[kept]
        rows[gone].save(update_fields=["merged_into"])
        done = Merge.objects.create(what=what, kept=kept, gone=gone, by=act.by.label, at=act.now)
        ids = {"kept": rows[kept].public_id, "gone": rows[gone].public_id}
        act.note(f"{what}.merge", done.public_id, None, ids)
        follow(act, what, [kept, gone])
    return done


def undo_merge(act: Act, done: Merge) -> None:
    """The two are two again, whatever was merged before or after. Does nothing when it is undone already."""
    check(act.by, Right.MATCH)
    with all_or_nothing():
        done.refresh_from_db()
        if done.undone_at is not None:
            return
        top = MODELS[done.what].objects.get(pk=done.gone)
        touched = [done.gone, last(top).pk]
        top.merged_into = None
        top.save(update_fields=["merged_into"])
        done.undone_at = act.now
        done.save(update_fields=["undone_at"])
        act.note(f"{done.what}.unmerge", done.public_id, {"kept": done.kept, "gone": done.gone}, None)
        follow(act, done.what, touched)


def last(row: Any) -> Any:
    """The row that stands for this one at the end of its merges."""
    while row.merged_into is not None:
        row = row.merged_into
    return row


def follow(act: Act, what: str, touched: list[int]) -> None:
    """Rows follow: those named and, of accounts, their contacts."""
    if what == CONTACT:
        afresh(act, accounts=[], contacts=touched)
        return
    ids = {pk for one in touched for pk in with_merged(Account, one)}
    people = Contact.objects.filter(account__in=ids).values_list("pk", flat=True)
    afresh(act, accounts=ids, contacts=list(people))
