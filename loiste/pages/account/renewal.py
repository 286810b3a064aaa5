"""The renewals of one account: days to notice, the next step, the last contact, the call and all calls before it."""

from dataclasses import dataclass
from datetime import date

from loiste.judgement import renewal_calls, renewal_contracts, renewal_right
from loiste.judgement.models import RenewalCall
from loiste.judgement.renewal_terms import Term, terms
from loiste.judgement.renewal_wanted import notice_of
from loiste.pages.account.look import Look
from loiste.pages.numbers import Amount
from loiste.pages.renewals import told, words
from loiste.pages.renewals.told import Old, Told
from loiste.pages.renewals.words import Said
from loiste.plain.money import from_millionths

MOST = 3  # terms ahead that are shown


@dataclass(frozen=True)
class Ahead:
    """A term ahead: how its notice stands, in how many days it counts, and what is called of it."""

    term: Term
    notice: str
    days: int
    mrr: Amount
    said: Said
    amount: Amount | None
    call: RenewalCall | None
    author: str
    undo: bool
    step: str


@dataclass(frozen=True)
class Renewal:
    """`open_ended`: contracts without a known end. `past`: every call, the newest first. `ended`: terms that are over.
    """

    ahead: list[Ahead]
    open_ended: int
    past: list[Old]
    ended: list[Told]
    last: date | None


def renewal(look: Look, contact_on: date | None) -> Renewal:
    """As of the day looked at; with whom nobody has a contract, there is nothing to renew."""
    day, pk = look.wish.day, look.account.pk
    held = renewal_contracts.of_one(look.own, pk, look.organisation, day)
    worth = renewal_contracts.worth(held, look.organisation, day)
    found, open_ended = terms(held, day, worth, look.organisation.currency)
    rows = renewal_calls.rows_of(pk, day)
    over = renewal_right.of_one(look.own, rows, day)
    ahead = [of_term(one, rows, contact_on, look) for one in sorted(found, key=lambda one: one.due)[:MOST]]
    return Renewal(ahead, len(open_ended), told.history(rows), [told.ended(one) for one in over], contact_on)


def of_term(term: Term, rows: list[RenewalCall], contact_on: date | None, look: Look) -> Ahead:
    call, day = renewal_calls.standing(rows, term.about), look.wish.day
    paid = None if term.amount is None else from_millionths(term.amount)
    return Ahead(
        term=term, notice=notice_of(term, day), days=(term.due - day).days, mrr=Amount(paid, "money", term.currency),
        said=words.said(call.says if call else ""), amount=told.old(call).amount if call else None, call=call,
        author=told.author(call) if call else "", undo=undoable(call, look),
        step=words.next_step(term, call, contact_on, day),
    )  # fmt: skip


def undoable(call: RenewalCall | None, look: Look) -> bool:
    return call is not None and look.may_change and call.by_id == look.user.pk and call.day == look.wish.today
