"""The contracts that run on a day, as they were known then: of all accounts in one pass, or of one account."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from loiste.accounts.one.own import Own
from loiste.accounts.one.subscriptions import on_day, stories
from loiste.judgement.rehearsal import end_of
from loiste.judgement.renewal_terms import Contract, Term, Worth, contract, terms
from loiste.metrics import moments, readings
from loiste.metrics.one_mrr import rate
from loiste.metrics.session import Session, open_session
from loiste.organisation.config import Organisation

Key = tuple[str, str]
READS = ("mrr", "days_since_contact")  # metrics that read what is read here
MOST = 2  # days that are kept in memory
LONG_AGO = "date '0001-01-01'"
FAR = date(9999, 12, 31)
# What a version does not state, it inherits; trials pay nothing, so nothing of theirs renews.
TOLD = f"""
    select *, coalesce(valid_from, {LONG_AGO}) as holds_from from signals_subscription
    where coalesce(valid_from, {LONG_AGO}) <= date '{{day}}'"""
RUNNING = f"""
    with told as ({TOLD}), merged as (
        select source, ref, row_number() over (partition by source, ref
                   order by holds_from desc, received_at desc, position desc) as turn,
               last_value(account_ref ignore nulls) over story as account_ref,
               last_value(day ignore nulls) over story as started_on,
               last_value(until ignore nulls) over story as ended_on,
               last_value(amount ignore nulls) over story as amount,
               last_value(currency ignore nulls) over story as currency,
               last_value(plan ignore nulls) over story as plan,
               last_value(trial ignore nulls) over story as trial
        from told
        window story as (partition by source, ref order by holds_from, received_at, position
                         rows between unbounded preceding and current row)
    )
    select i.account, m.source, m.ref, m.plan, m.amount, coalesce(m.currency, s.currency) as currency,
           case when m.ended_on = date '9999-12-31' then null else m.ended_on end as ended_on
    from merged m join identities i on i.source = m.source and i.ref = m.account_ref cross join settings s
    where m.turn = 1 and m.started_on <= date '{{day}}' and coalesce(m.ended_on, date '9999-12-31') > date '{{day}}'
          and not coalesce(m.trial, false)
    order by i.account, m.source, m.ref"""
SAID = f"""
    select source, ref, properties from ({TOLD}) t where properties is not null
    order by holds_from, received_at, position"""


_kept: "OrderedDict[tuple[Any, ...], Gathered]" = OrderedDict()
_lock = Lock()


def known_by(day: date, today: date, organisation: Organisation) -> datetime | None:
    """Of a past day, the moment at which it ended (UTC, naive): what became known later is left out."""
    return end_of(day, organisation) if day < today else None


def session_of(home: Path, organisation: Organisation, day: date, today: date) -> Session:
    return open_session(home, organisation, [day], [], known_by=known_by(day, today, organisation))


@dataclass(frozen=True)
class Gathered:
    """What signals say of all accounts as of a day: terms ahead, contracts without a known end, the rates that they are
    worth, and last two-way contacts."""

    terms: list[Term]
    open_ended: list[Contract]
    worth: Worth
    contacts: dict[int, date]

    @property
    def accounts(self) -> set[int]:
        return {one.account for one in self.terms} | {one.account for one in self.open_ended}


def gathered(home: Path, organisation: Organisation, day: date, today: date) -> Gathered:
    """Counted anew only when signals of the kinds that are read, identities or the settings have changed."""
    moment = known_by(day, today, organisation)
    states = sorted(readings.states(organisation, READS).items())
    key = (str(home), day, moment, organisation.model_dump_json(), tuple(states))
    with _lock:
        if key not in _kept:
            _kept[key] = gather(home, organisation, day, today)
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        return _kept[key]


def gather(home: Path, organisation: Organisation, day: date, today: date) -> Gathered:
    session = session_of(home, organisation, day, today)
    found, contacts = running(session, day), moments.last_contacts(session, day)
    session.close()
    rates = worth(found, organisation, day)
    return Gathered(*terms(found, day, rates, organisation.currency), rates, contacts)


def running(session: Session, day: date) -> list[Contract]:
    """Every contract that runs on the day, by account."""
    found = session.connection.execute(RUNNING.format(day=day))
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    said = details(session, day)
    return [contract(row, said.get((row["source"], row["ref"]), {})) for row in rows]


def details(session: Session, day: date) -> dict[Key, dict[str, Any]]:
    """What was stated beside the price, the later over the earlier."""
    found: dict[Key, dict[str, Any]] = {}
    for source, ref, text in session.fetch(SAID.format(day=day)):
        known = found.get((source, ref))
        found[source, ref] = decoded(text) if known is None else known | decoded(text)
    return found


@lru_cache(maxsize=4096)
def decoded(text: str) -> dict[str, Any]:
    """Shared between those who stated the same, so not to be changed."""
    return dict(msgspec.json.decode(text))


def of_one(own: Own, account: int, organisation: Organisation, day: date) -> list[Contract]:
    """The running contracts of one account, read from its own signals only."""
    return [
        contract(
            {
                "account": account, "source": one.source, "ref": one.ref, "plan": one.plan, "amount": one.amount,
                "currency": one.currency or organisation.currency, "ended_on": one.ended_on,
            },
            one.details,
        )
        for one in on_day(own, day)
        if one.runs_on(day) and not one.trial
    ]  # fmt: skip


def paid_by_one(own: Own) -> list[tuple[Key, date, date]]:
    """When each contract of one account was paid for: from a day up to the first day without it."""
    found = []
    for story in stories(own):
        for one, following in zip(story, [*story[1:], None], strict=True):
            first = max(one.started_on or one.holds_from, one.holds_from)
            last = min(one.ended_on or FAR, following.holds_from if following else FAR)
            if one.owner in own.refs and one.amount and not one.trial and one.started_on and first < last:
                found.append(((one.source, one.ref), first, last))
    return found


def worth(contracts: Iterable[Contract], organisation: Organisation, day: date) -> Worth:
    """The rate of each currency that these contracts are paid in."""
    return {currency: rate(currency, organisation, day) for currency in {one.currency for one in contracts}}
