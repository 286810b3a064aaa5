"""The terms of contracts: when each ends, by which day notice must be given, and what it is worth. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loiste.metrics.one_mrr import converted


@dataclass(frozen=True)
class Contract:
    """A contract that runs on the day looked at. `amount` a month in millionths of `currency`, None = not stated."""

    account: int
    source: str
    ref: str
    plan: str
    amount: int | None
    currency: str
    ended_on: date | None = None
    renews_on: date | None = None
    notice_on: date | None = None
    auto_renew: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.ref


@dataclass(frozen=True)
class Term:
    """What of an account comes to its end on one day.

    `about`: the day on which it renews or ends; where that is not stated, the last day of notice. `notice_on`: the last
    day to give notice, None = not known. `ends`: an end was stated, so that it does not go on by itself. `amount` a
    month in `currency`, and `worth` in that of the organisation, in millionths; None = not known.
    """

    account: int
    about: date
    notice_on: date | None
    ends: bool
    by_itself: bool | None
    amount: int | None
    currency: str
    worth: int | None
    plans: str
    contracts: tuple[tuple[str, str], ...]

    @property
    def due(self) -> date:
        """The day by which it is listed: that of notice; of one already ending, or without a known notice, its end."""
        return self.about if self.ends or self.notice_on is None else self.notice_on


Worth = Mapping[str, int | None]  # billionths of the organisation's currency, by currency; None = no known rate


def contract(row: Mapping[str, Any], details: Mapping[str, Any]) -> Contract:
    """From the columns that both ways of reading give, and what was stated beside them."""
    said = details.get("auto_renew")
    return Contract(
        account=row["account"], source=row["source"], ref=row["ref"] or "", plan=row["plan"] or "",
        amount=row["amount"], currency=row["currency"], ended_on=row["ended_on"],
        renews_on=day_of(details, "renews_on"), notice_on=day_of(details, "notice_on"),
        auto_renew=said if isinstance(said, bool) else None,
    )  # fmt: skip


def day_of(details: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(details.get(name) or ""))
    except ValueError:
        return None


def end_of(one: Contract, day: date) -> date | None:
    """The day that a term of it ends, from the day looked at on; None where none is known any more."""
    known = [end for end in (one.ended_on, one.renews_on) if end is not None and end >= day]
    if known:
        return min(known)
    return one.notice_on if one.notice_on is not None and one.notice_on >= day else None


def terms(contracts: Iterable[Contract], day: date, worth: Worth, home: str) -> tuple[list[Term], list[Contract]]:
    """Terms by account and end, and the contracts of which no coming end is known. `home`: our own currency."""
    found: dict[tuple[int, date], list[Contract]] = {}
    open_ended = []
    for one in contracts:
        end = end_of(one, day)
        if end is None:
            open_ended.append(one)
        else:
            found.setdefault((one.account, end), []).append(one)
    return [term(some, end, worth, home) for (_account, end), some in sorted(found.items())], open_ended


def term(some: list[Contract], about: date, worth: Worth, home: str) -> Term:
    """Of several contracts that end together the earliest notice counts, if each of them states one."""
    if len(some) == 1:
        return lone(some[0], about, worth)
    ends = all(one.ended_on == about for one in some)
    notices = [one.notice_on for one in some if one.notice_on is not None and one.notice_on <= about]
    amounts = added(some)
    whole = total(amounts, worth)
    one_currency = len(amounts) == 1
    amount, currency = next(((a, c) for c, a in amounts.items()), (None, home)) if one_currency else (whole, home)
    return Term(
        account=some[0].account, about=about, notice_on=min(notices) if len(notices) == len(some) else None, ends=ends,
        by_itself=False if any(one.auto_renew is False for one in some) else some[0].auto_renew,
        amount=amount, currency=currency, worth=whole,
        plans=", ".join(sorted({one.plan for one in some if one.plan})), contracts=tuple(one.key for one in some),
    )  # fmt: skip


def lone(one: Contract, about: date, worth: Worth) -> Term:
    """Most terms are those of one contract."""
    notice = one.notice_on if one.notice_on is not None and one.notice_on <= about else None
    whole = None if one.amount is None else converted(one.amount, worth.get(one.currency))
    return Term(
        one.account, about, notice, one.ended_on == about, one.auto_renew, one.amount, one.currency, whole, one.plan,
        (one.key,),
    )  # fmt: skip


def added(some: Iterable[Contract]) -> dict[str, int | None]:
    """Amounts by currency; unknown where one of them is."""
    found: dict[str, int | None] = {}
    for one in some:
        before = found.get(one.currency, 0)
        found[one.currency] = None if before is None or one.amount is None else before + one.amount
    return found


def total(amounts: Mapping[str, int | None], worth: Worth) -> int | None:
    """In the organisation's currency; None where an amount or a rate is not known."""
    known: list[int] = []
    for currency, amount in amounts.items():
        part = None if amount is None else converted(amount, worth.get(currency))
        known += [] if part is None else [part]
    return sum(known) if len(known) == len(amounts) else None


def together(contracts: Iterable[Contract], worth: Worth) -> int | None:
    """What contracts of any accounts are worth a month, in the organisation's currency; None where one is unknown.

    Amounts of one account are converted together, as everywhere.
    """
    own: dict[int, list[Contract]] = {}
    for one in contracts:
        own.setdefault(one.account, []).append(one)
    found = [total(added(some), worth) for some in own.values()]
    known = [one for one in found if one is not None]
    return sum(known) if len(known) == len(found) else None
