"""The only way to accounts for pages: what this person may see. Today every member of the team sees all.

Saved views and changes of many accounts are of those who made them; shared views are everyone's.
"""

from django.db.models import Q, QuerySet
from django.http import Http404

from loiste.accounts import values
from loiste.accounts.identities import MOST_STEPS, with_merged
from loiste.accounts.models import Account, BulkEdit, Contact, Role, User, View


def accounts_for(user: User) -> QuerySet[Account]:
    """Accounts that `user` may see, without those merged into others; none for who is not active in the team."""
    return Account.objects.filter(merged_into=None) if user.is_active else Account.objects.none()


def values_for(user: User, column: str, most: int) -> list[str]:
    """Different values of owner, tier, country or plan among what `user` may see, sorted; at most `most`."""
    return values.distinct(column, most) if user.is_active else []


def contacts_for(user: User) -> QuerySet[Contact]:
    """Contacts of accounts that `user` may see, without those merged into others."""
    if not user.is_active:
        return Contact.objects.none()
    # A join, not a list of accounts: the list would be made anew, 100,000 long, for each search.
    return Contact.objects.filter(merged_into=None, account__isnull=False, account__merged_into=None)


def contacts_of(user: User, account: Account) -> QuerySet[Contact]:
    """Contacts of the account, and of those that were merged into it."""
    mine = Contact.objects.filter(merged_into=None, account__in=with_merged(Account, account.pk))
    return mine if accounts_for(user).filter(pk=account.pk).exists() else mine.none()


def stands_for(user: User, public_id: str) -> Account | None:
    """The account into which the one of this public id was merged; None when it was not, or `user` may not see it."""
    one = Account.objects.filter(public_id=public_id).exclude(merged_into=None).first()
    for _step in range(MOST_STEPS):
        if one is None or one.merged_into_id is None:
            break
        one = Account.objects.get(pk=one.merged_into_id)
    return one if one is not None and accounts_for(user).filter(pk=one.pk).exists() else None


def account_for(user: User, public_id: str) -> Account:
    """The account of this public id, or Http404 when there is none that `user` may see."""
    account = accounts_for(user).select_related("parent").filter(public_id=public_id).first()
    if account is None:
        raise Http404
    return account


def views_for(user: User) -> QuerySet[View]:
    """The person's own saved views and those that others share, by name."""
    found = View.objects.filter(Q(owner=user) | Q(shared=True)) if user.is_active else View.objects.none()
    return found.select_related("owner").order_by("name", "id")


def view_for(user: User, public_id: str) -> View:
    """The saved view of this public id, or Http404 when there is none that `user` may see."""
    found = views_for(user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def bulk_edit_for(user: User, public_id: str) -> BulkEdit:
    """A change of many accounts that `user` made, or for administrators anyone; Http404 when there is none."""
    everyones = BulkEdit.objects.all() if user.role == Role.ADMIN else BulkEdit.objects.filter(by=user)
    found = everyones.filter(public_id=public_id).first() if user.is_active else None
    if found is None:
        raise Http404
    return found
