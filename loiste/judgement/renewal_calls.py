"""Calls: what a manager expects of a renewal. A call is a record; the newest that was not taken back counts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import NOTHING, Actor, Right, check
from loiste.judgement.models import RenewalCall
from loiste.judgement.renewal_rows import Says
from loiste.judgement.renewal_terms import Term
from loiste.plain.money import from_millionths, to_millionths

CORRECTED = timedelta(days=14)  # by so much a contract's end may be corrected without losing what was called of it
FURTHEST = timedelta(days=3 * 366)  # ahead, of a day that somebody expects
MOST = Decimal(10) ** 12
MOST_LETTERS = 300
Called = dict[int, list[RenewalCall]]  # by account, the newest last


def call_renewal(
    account: Account, term: Term, says: str, *, by: Actor, now: datetime, today: date, amount: Decimal | None = None,
    currency: str = "", on: date | None = None, next_step: str = "",
) -> RenewalCall:  # fmt: skip
    """Writes down what is expected of the account when the term ends. ValidationError says what is wrong.

    `amount`: what is then paid a month, in major units of the contract's `currency`; not said, who renews pays what
    they pay now. `on`: when it is expected to be decided; not said, the day on which the term ends.
    """
    check(by, Right.CHANGE, [account])
    expected = millionths(says, amount, currency, term)
    row = RenewalCall(
        account=account, about=term.about, says=says, amount=expected, currency=term.currency,
        on=sensible(on or max(term.about, today), today), next_step=" ".join(next_step.split())[:MOST_LETTERS],
        contracts=[list(one) for one in term.contracts], owner=account.owner, by=person(by), at=now, day=today,
    )  # fmt: skip
    with transaction.atomic():
        one_at_a_time(account)
        before = standing(rows_of(account.pk, today), term.about)
        row.save(force_insert=True)
        audit.write(by, "renewal.call", account.public_id, now, before=before and told(before), after=told(row))
    return row


def take_back_call(call: RenewalCall, *, by: Actor, now: datetime, today: date) -> None:
    """The call counts no more, and the one before it counts again. ValidationError when a newer one stands."""
    check(by, Right.CHANGE, [call.account])
    with transaction.atomic():
        one_at_a_time(call.account)
        rows = rows_of(call.account_id, today)
        newest = standing(rows, call.about)
        if newest is None or newest.pk != call.pk:
            raise ValidationError(_("Another call stands by now; make a new one instead."))
        RenewalCall.objects.create(
            account=call.account, about=call.about, owner=call.account.owner, by=person(by), at=now, day=today,
            takes_back=call,
        )  # fmt: skip
        left = standing([one for one in rows if one.pk != call.pk], call.about)
        audit.write(
            by, "renewal.take_back", call.account.public_id, now, before=told(call), after=left and told(left)
        )  # fmt: skip


def millionths(says: str, amount: Decimal | None, currency: str, term: Term) -> int | None:
    """What is then paid a month; ValidationError for what cannot be."""
    if says not in Says.values:
        raise ValidationError({"says": _("Choose renews, unsure or leaves.")})
    if amount is not None and currency and currency != term.currency:
        words = {"currency": term.currency}
        raise ValidationError({"amount": _("The contract is in %(currency)s; write the amount in it.") % words})
    if says == Says.LEAVES:
        if amount:
            raise ValidationError({"amount": _("Who leaves pays nothing; leave the amount out.")})
        return 0
    if amount is None:
        return term.amount if says == Says.RENEWS else None
    if not amount.is_finite() or not 0 < amount < MOST:
        raise ValidationError({"amount": _("Write an amount a month above zero.")})
    return to_millionths(amount)


def sensible(on: date, today: date) -> date:
    if not today <= on <= today + FURTHEST:
        words = {"first": today.isoformat(), "last": (today + FURTHEST).isoformat()}
        raise ValidationError({"on": _("Choose a day from %(first)s to %(last)s.") % words})
    return on


def one_at_a_time(account: Account) -> None:
    """Others who call on the account wait until this transaction is over."""
    list(Account.objects.select_for_update().filter(pk=account.pk).values_list("pk"))


def person(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def told(call: RenewalCall) -> dict[str, object]:
    """As the audit log says it."""
    amount = None if call.amount is None else f"{from_millionths(call.amount).normalize():f}"
    return {
        "call": call.public_id, "says": call.says, "about": call.about.isoformat(), "amount": amount,
        "currency": call.currency, "on": call.on and call.on.isoformat(), "next_step": call.next_step,
    }  # fmt: skip


def rows_of(account: int, day: date) -> list[RenewalCall]:
    """All rows of an account known on a day, the newest last."""
    return list(RenewalCall.objects.filter(account=account, day__lte=day).select_related("by").order_by("id"))


def every(day: date, *, about_from: date, about_to: date) -> Called:
    """Rows known on a day about terms that end between two days, by account; one question for all of them."""
    rows = RenewalCall.objects.filter(day__lte=day, about__range=(about_from, about_to)).select_related("by")
    found: Called = {}
    for row in rows.order_by("id"):
        found.setdefault(row.account_id, []).append(row)
    return found


def valid(rows: Iterable[RenewalCall]) -> list[RenewalCall]:
    """Those that say something and were not taken back, the newest last."""
    listed = list(rows)
    gone = {row.takes_back_id for row in listed}
    return [row for row in listed if row.says and row.pk not in gone]


def standing(rows: Iterable[RenewalCall], about: date) -> RenewalCall | None:
    """The call that counts for the term that ends on the day: about that very day, or about one corrected since."""
    there = valid(rows)
    exact = [row for row in there if row.about == about]
    near = [row for row in there if abs(row.about - about) <= CORRECTED]
    return max(exact or near, key=lambda row: row.pk, default=None)


def call_for(by: Actor, public_id: str) -> RenewalCall:
    """The call of this public id, or Http404 when there is none that `by` may see."""
    sight = by.sight()
    if sight == NOTHING:
        raise Http404
    found = RenewalCall.objects.filter(sight.where("account__"), account__merged_into=None, public_id=public_id)
    one = found.select_related("account").first()
    if one is None:
        raise Http404
    return one
