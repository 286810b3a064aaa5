"""Rows of the list of accounts, with what each pays today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from loiste.accounts.models import Account, Subscription
from loiste.organisation.config import Organisation
from loiste.pages.numbers import Amount
from loiste.plain.money import from_millionths


@dataclass(frozen=True)
class Entry:
    account: Account
    plans: str
    mrr: list[Amount]  # one per currency that the account pays in


def entries(accounts: Sequence[Account], today: date, organisation: Organisation) -> list[Entry]:
    """Two queries however many accounts there are."""
    by_account: dict[int, list[Subscription]] = {}
    for one in running(accounts, today):
        by_account.setdefault(one.account_id or 0, []).append(one)
    return [entry(account, by_account.get(account.pk, []), organisation) for account in accounts]


def running(accounts: Sequence[Account], today: date) -> QuerySet[Subscription]:
    """Subscriptions active today."""
    open_ended = Q(ended_on=None) | Q(ended_on__gt=today)
    return Subscription.objects.filter(open_ended, account__in=[one.pk for one in accounts], started_on__lte=today)


def entry(account: Account, subscriptions: Iterable[Subscription], organisation: Organisation) -> Entry:
    held = list(subscriptions)
    sums: dict[str, int | None] = {}
    for one in held:
        currency = one.currency or organisation.currency
        before = sums.get(currency, 0)
        amount = 0 if one.trial else one.mrr
        sums[currency] = None if before is None or amount is None else before + amount
    money = [Amount(None if total is None else from_millionths(total), "money", code) for code, total in sums.items()]
    plans = ", ".join(sorted({one.plan for one in held if one.plan}))
    return Entry(account, plans, money or [Amount(from_millionths(0), "money", organisation.currency)])
