"""Renewals: what comes to its end in the months ahead, who answers for it, how it stands, and what was called of it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path

import numpy as np
from django.db.models import Q

from loiste.accounts.doors import accounts_for
from loiste.accounts.permissions import Actor
from loiste.judgement import facts, keeping, renewal_calls, renewal_contracts
from loiste.judgement.by_override import Shown, shown
from loiste.judgement.models import Health, Place, RenewalCall, Tiered
from loiste.judgement.rehearsal import end_of
from loiste.judgement.renewal_terms import Term, Worth, together
from loiste.metrics.one_mrr import converted
from loiste.organisation.config import Organisation
from loiste.plain.days import month_end

MONTHS = 12
MOST_MONTHS = 24


@dataclass(frozen=True)
class Who:
    """An account as lists name it; `owner` and `tier` (a key, blank = none) as of the day looked at."""

    pk: int
    public_id: str
    ref: str
    name: str
    owner: str
    tier: str


@dataclass(frozen=True)
class Line:
    """One renewal. `score` and `band` as people saw them that day: an override while one held. None = not known.

    `expected`: what the call says will be paid a month, in millionths of the organisation's currency.
    """

    term: Term
    who: Who
    score: float | None
    band: str
    contact_on: date | None
    call: RenewalCall | None
    expected: int | None

    @property
    def says(self) -> str:
        return self.call.says if self.call else ""


@dataclass(frozen=True)
class Look:
    """Renewals as of a day: the nearest notice first, and last those whose notice is over.

    `open_ended`: contracts of which no coming end is known, of so many accounts, worth so much a month.
    """

    day: date
    until: date
    lines: list[Line]
    open_ended: int
    open_accounts: int
    open_worth: int | None


def look(
    home: Path, organisation: Organisation, *, by: Actor, day: date, today: date, months: int = MONTHS
) -> Look:  # fmt: skip
    """What `by` may see of the renewals in so many months from `day` on, by what was known at the end of that day."""
    known, until = renewal_contracts.gathered(home, organisation, day, today), months_on(day, months)
    coming = [one for one in known.terms if one.due < until]
    coming.sort(key=lambda one: (one.due < day, one.due, one.account))
    whose = people(home, organisation, by, day, today, known.accounts)
    seen = [one for one in coming if one.account in whose]
    open_ended = [one for one in known.open_ended if one.account in whose]
    return Look(
        day, until, lines(seen, whose, known.contacts, known.worth, day, today), len(open_ended),
        len({one.account for one in open_ended}), together(open_ended, known.worth),
    )  # fmt: skip


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), month_end(first))


def people(
    home: Path, organisation: Organisation, by: Actor, day: date, today: date, accounts: Set[int]
) -> dict[int, Who]:  # fmt: skip
    """The accounts with contracts that `by` may see and that were not archived then."""
    moment = end_of(day, organisation).replace(tzinfo=UTC)
    there_then = Q(archived_at=None) | (Q(archived_at__gte=moment) if day < today else Q())
    rows = accounts_for(by).filter(there_then).order_by("pk").values_list("pk", "public_id", "ref", "name", "owner")
    owners = owners_then(home, organisation, day, today, sorted(accounts))
    tiers = tiers_on(day, today)
    return {
        pk: Who(pk, public_id, ref, name, owner if owners is None else owners.get(pk, ""), tiers.get(pk, ""))
        for pk, public_id, ref, name, owner in rows.iterator()
        if pk in accounts
    }


def owners_then(
    home: Path, organisation: Organisation, day: date, today: date, accounts: list[int]
) -> dict[int, str] | None:  # fmt: skip
    """Owners as they were stated of a past day; None for today, when the rows of accounts say it."""
    if day >= today:
        return None
    known = renewal_contracts.known_by(day, today, organisation)
    ids = np.array(accounts, dtype=np.int64)
    said = facts.attributes(home, organisation, [("owner", 0)], [day], ids, known)[day]["owner", 0]
    return {account: str(owner) for account, owner in zip(accounts, said.tolist(), strict=True) if owner}


def tiers_on(day: date, today: date) -> dict[int, str]:
    """Keys of tiers by account."""
    if day >= today:
        return dict(Place.objects.exclude(tier="").values_list("account", "tier"))
    return dict(Tiered.objects.filter(as_of__lte=day).order_by("as_of", "id").values_list("account", "tier"))


def lines(
    found: Sequence[Term], whose: Mapping[int, Who], contacts: Mapping[int, date], worth: Worth, day: date, today: date
) -> list[Line]:
    health, calls = health_on(day, today), calls_on([one.about for one in found], day)
    made = []
    for one in found:
        score, band = health.get(one.account, (None, ""))
        call = renewal_calls.standing(calls.get(one.account, ()), one.about)
        paid = None if call is None or call.amount is None else converted(call.amount, worth.get(call.currency))
        made.append(Line(one, whose[one.account], score, band, contacts.get(one.account), call, paid))
    return made


def calls_on(ends: Sequence[date], day: date) -> renewal_calls.Called:
    """What was called by the day, of terms that end on these days."""
    if not ends:
        return {}
    near = renewal_calls.CORRECTED
    return renewal_calls.every(day, about_from=min(ends) - near, about_to=max(ends) + near)


def health_on(day: date, today: date) -> dict[int, Shown]:
    """Score and band by account, as was said last, or by hand where an override holds."""
    if day >= today:
        return {pk: (score, band) for pk, score, band in Health.objects.values_list("account", "score", "band")}
    rows = {pk: one.row for pk, one in keeping.said(day).items()}
    return shown({pk: (row.score, row.band, row.model, row.version) for pk, row in rows.items()}, day)
