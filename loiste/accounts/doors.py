"""The only way to accounts for pages, API and CLI: what this person, or this key, may see.

Saved views and changes of many accounts are of those who made them; shared views are everyone's. The audit log is the
administrators'.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from loiste.accounts import values
from loiste.accounts.identities import MOST_STEPS, with_merged
from loiste.accounts.models import Account, Audit, BulkEdit, Contact, Reach, Role, Subscription, User, View
from loiste.accounts.permissions import NOTHING, Actor, Right, may


def accounts_for(by: Actor) -> QuerySet[Account]:
    """Accounts that `by` may see, without those merged into others; none for who is not active in the team."""
    sight = by.sight()
    return Account.objects.filter(sight.where(), merged_into=None) if sight != NOTHING else Account.objects.none()


def scopes_for(by: Actor) -> tuple[str, ...]:
    """Whose accounts `by` can choose between: their own (`mine`), their team's, all; none of them is more than `by`
    may see. The command line has none of its own."""
    if not isinstance(by, User):
        return ("all",)
    seen = Reach.ALL if by.sight().everything else by.reach
    team = ("team",) if by.team and seen in (Reach.TEAM, Reach.ALL) else ()
    return ("mine", *team, *(("all",) if seen == Reach.ALL else ()))


def owned(by: Actor, scope: str, path: str = "") -> Q:
    """Accounts found by `path` that are one's own (`mine`), or of one's team; all for any other scope, and for the
    command line, which has none of its own."""
    if not isinstance(by, User) or scope not in ("mine", "team"):
        return Q()
    people = [by]
    if scope == "team" and by.team:
        people += User.objects.filter(team=by.team).exclude(pk=by.pk)
    return Q(**{f"{path}owner__in": sorted({name for one in people for name in one.owner_names()})})


def going_for(by: Actor, scope: str) -> QuerySet[Account]:
    """Those of the accounts that `by` may see which are theirs, their team's or anyone's, and not archived."""
    return accounts_for(by).filter(owned(by, scope), archived_at=None)


def ids_for(by: Actor) -> list[int] | None:
    """Ids of the accounts that `by` may see; None = all, so that nobody has to list them."""
    return None if by.sight().everything else list(accounts_for(by).order_by("pk").values_list("pk", flat=True))


def values_for(by: Actor, columns: Sequence[str], most: int) -> dict[str, list[str]]:
    """Different values of owner, tier, country and plan among what `by` may see, sorted; at most `most` of each."""
    if by.sight().everything:
        return values.distinct_of(columns, most)
    return {one: values_among(accounts_for(by), one, most) for one in columns}


def values_among(accounts: QuerySet[Account], column: str, most: int) -> list[str]:
    path = "subscription__plan" if column == "plan" else column
    found = accounts.exclude(**{path: ""}).exclude(**{path: None}).order_by(path).values_list(path, flat=True)
    return list(found.distinct()[:most])


def contacts_for(by: Actor) -> QuerySet[Contact]:
    """Contacts of accounts that `by` may see, without those merged into others."""
    sight = by.sight()
    if sight == NOTHING:
        return Contact.objects.none()
    # A join, not a list of accounts: the list would be made anew, 100,000 long, for each search.
    mine = Contact.objects.filter(merged_into=None, account__isnull=False, account__merged_into=None)
    return mine.filter(sight.where("account__"))


def subscriptions_for(by: Actor) -> QuerySet[Subscription]:
    """Subscriptions of accounts that `by` may see; those of no account are seen by whoever sees all."""
    sight = by.sight()
    if sight == NOTHING:
        return Subscription.objects.none()
    return Subscription.objects.filter(sight.where("account__"))


def contacts_of(by: Actor, account: Account) -> QuerySet[Contact]:
    """Contacts of the account, and of those that were merged into it."""
    mine = Contact.objects.filter(merged_into=None, account__in=with_merged(Account, account.pk))
    return mine if accounts_for(by).filter(pk=account.pk).exists() else mine.none()


def stands_for(by: Actor, public_id: str) -> Account | None:
    """The account into which the one of this public id was merged; None when it was not, or `by` may not see it."""
    one = Account.objects.filter(public_id=public_id).exclude(merged_into=None).first()
    for _step in range(MOST_STEPS):
        if one is None or one.merged_into_id is None:
            break
        one = Account.objects.get(pk=one.merged_into_id)
    return one if one is not None and accounts_for(by).filter(pk=one.pk).exists() else None


def account_for(by: Actor, public_id: str) -> Account:
    """The account of this public id, or Http404 when there is none that `by` may see."""
    account = accounts_for(by).select_related("parent").filter(public_id=public_id).first()
    if account is None:
        raise Http404
    return account


def parent_for(by: Actor, account: Account) -> Account | None:
    """The parent of an account that `by` sees; None when there is none, or `by` may not see that one, name and all."""
    return account.parent if account.parent and by.sight().covers(account.parent) else None


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


def audit_for(by: Actor) -> QuerySet[Audit]:
    """Lines of the audit log; none for who may not see it."""
    return Audit.objects.all() if may(by, Right.AUDIT) else Audit.objects.none()
