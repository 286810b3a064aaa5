"""Whether calls came true: who was said to renew and did, by owner and by how long before it was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pyarrow as pa

from loiste.accounts.one.own import Own
from loiste.accounts.permissions import NOTHING, Actor
from loiste.judgement.models import RenewalCall
from loiste.judgement.renewal_calls import CORRECTED, valid
from loiste.judgement.renewal_contracts import known_by, paid_by_one
from loiste.judgement.renewal_rows import Says
from loiste.metrics.session import Session, open_session
from loiste.organisation.config import Organisation

Outcome = Literal["renewed", "left"]
Verdict = Literal["right", "wrong", "unsure"]
LATE = timedelta(days=31)  # after the end, in which a contract that takes the place of the old one may begin
AHEAD = (0, 30, 90, 180)  # days before the end: what was called then
SPELLS = """
    select account, source, ref, from_day, to_day from subscription_spells
    where amount > 0 and account in (select account from called)"""
Key = tuple[str, str]
Spells = Mapping[int, list[tuple[Key, date, date]]]  # by account: contract, from, to (the first day without)


@dataclass(frozen=True)
class Ended:
    """A term that is over and was called: what came of it, and all calls on it, the newest last."""

    calls: list[RenewalCall]
    outcome: Outcome

    @property
    def call(self) -> RenewalCall:
        return self.calls[-1]

    def verdict(self, ahead: int = 0) -> Verdict | None:
        """Of the call that counted so many days before the end; None where there was none yet."""
        day = self.call.about - timedelta(days=ahead)
        then = [one for one in self.calls if one.day <= day]
        if not then:
            return None
        if then[-1].says == Says.UNSURE:
            return "unsure"
        return "right" if (then[-1].says == Says.RENEWS) == (self.outcome == "renewed") else "wrong"


@dataclass
class Record:
    """How the calls of one owner's accounts came true. By days ahead: right, wrong, unsure."""

    owner: str
    ended: int = 0
    counts: dict[int, dict[Verdict, int]] = field(
        default_factory=lambda: {ahead: {"right": 0, "wrong": 0, "unsure": 0} for ahead in AHEAD}
    )


def ended(
    home: Path, organisation: Organisation, *, by: Actor, day: date, today: date, since: date,
    account: int | None = None,
) -> list[Ended]:  # fmt: skip
    """Called terms that ended from `since` up to the day, of accounts that `by` may see, the newest end first; told by
    what was known on the day."""
    groups = grouped(by, day, since, account)
    if not groups:
        return []
    session = open_session(
        home, organisation, [day], ["from subscription_spells"], known_by=known_by(day, today, organisation)
    )  # fmt: skip
    paid = spells(session, {some[-1].account_id for some in groups})
    session.close()
    found = [Ended(some, outcome(some[-1], paid.get(some[-1].account_id, []), day)) for some in groups]
    return sorted(found, key=lambda one: (one.call.about, one.call.pk), reverse=True)


def of_one(own: Own, rows: Iterable[RenewalCall], day: date) -> list[Ended]:
    """The same of one account, from its own signals and its calls; all that ended by the day, by what is known now."""
    over = by_term(one for one in rows if one.about <= day or not one.says)
    paid = paid_by_one(own) if over else []
    found = [Ended(some, outcome(some[-1], paid, day)) for some in over]
    return sorted(found, key=lambda one: one.call.about, reverse=True)


def grouped(by: Actor, day: date, since: date, account: int | None) -> list[list[RenewalCall]]:
    """Calls on terms that ended, together by term; corrected ends belong together."""
    sight = by.sight()
    if sight == NOTHING:
        return []
    rows = RenewalCall.objects.filter(
        sight.where("account__"), account__merged_into=None, about__range=(since, day), day__lte=day
    )
    rows = rows if account is None else rows.filter(account=account)
    return by_term(rows.select_related("account", "by").order_by("id"))


def by_term(rows: Iterable[RenewalCall]) -> list[list[RenewalCall]]:
    """Each term with its calls that were not taken back, the newest last."""
    found: dict[int, list[list[RenewalCall]]] = {}
    for row in sorted(valid(rows), key=lambda one: (one.about, one.pk)):
        own = found.setdefault(row.account_id, [])
        if own and row.about - own[-1][-1].about <= CORRECTED:
            own[-1].append(row)
        else:
            own.append([row])
    return [sorted(some, key=lambda one: one.pk) for own in found.values() for some in own]


def spells(session: Session, accounts: Iterable[int]) -> dict[int, list[tuple[Key, date, date]]]:
    """When each contract of these accounts was paid for."""
    session.give("called", pa.table({"account": pa.array(sorted(set(accounts)), pa.int64())}))
    found: dict[int, list[tuple[Key, date, date]]] = {}
    for account, source, ref, first, last in session.fetch(SPELLS):
        found.setdefault(account, []).append(((source, ref), first, last))
    return found


def outcome(call: RenewalCall, paid: Iterable[tuple[Key, date, date]], day: date) -> Outcome:
    """Renewed: one of the contracts that were called is paid for on the day of its end, or another that began after the
    call and takes its place within a month. `day`: up to which is looked."""
    called = {(source, ref) for source, ref in call.contracts}
    latest = min(call.about + LATE, day)
    for key, first, last in paid:
        goes_on = key in called and first <= call.about < last
        instead = key not in called and call.day < first <= latest < last
        if goes_on or instead:
            return "renewed"
    return "left"


def records(found: Iterable[Ended]) -> list[Record]:
    """By owner of the account when it was called, those with most ends first."""
    made: dict[str, Record] = {}
    for one in found:
        record = made.setdefault(one.call.owner, Record(one.call.owner))
        record.ended += 1
        for ahead in AHEAD:
            verdict = one.verdict(ahead)
            if verdict:
                record.counts[ahead][verdict] += 1
    return sorted(made.values(), key=lambda one: (-one.ended, one.owner))
