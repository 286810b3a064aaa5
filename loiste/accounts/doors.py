"""The only way to accounts for pages: what this person may see. Today every member of the team sees all."""

from django.db.models import QuerySet
from django.http import Http404

from loiste.accounts.models import Account, Contact, User


def accounts_for(user: User) -> QuerySet[Account]:
    """Accounts that `user` may see, without those merged into others; none for who is not active in the team."""
    return Account.objects.filter(merged_into=None) if user.is_active else Account.objects.none()


def contacts_for(user: User) -> QuerySet[Contact]:
    """Contacts of accounts that `user` may see, without those merged into others."""
    return Contact.objects.filter(merged_into=None, account__in=accounts_for(user))


def account_for(user: User, public_id: str) -> Account:
    """The account of this public id, or Http404 when there is none that `user` may see."""
    account = accounts_for(user).select_related("parent").filter(public_id=public_id).first()
    if account is None:
        raise Http404
    return account
