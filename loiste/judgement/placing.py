"""Placing: each account's tier, promise, key mark and place in the fit matrix as of the day that is judged."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction

from loiste.accounts.models import Subscription
from loiste.judgement import held, needs, promised
from loiste.judgement.facts import Known, Needs
from loiste.judgement.fit import UNKNOWN
from loiste.judgement.models import Place, Tiered
from loiste.judgement.newest import newest
from loiste.judgement.promise import Heard, both
from loiste.judgement.promised import TierText
from loiste.judgement.rules import Answer
from loiste.judgement.shapes import Floats
from loiste.metrics.by_account import Ask
from loiste.metrics.contracts import running
from loiste.metrics.session import open_session
from loiste.organisation.config import Organisation

PORTION = 5_000  # rows a transaction, so that others who write need not wait long
SAID = ("tier", "version", "by_hand", "promise")  # what makes a row of history
COLUMNS = tuple(one.attname for one in Place._meta.concrete_fields if not one.primary_key)
SIGNED_UP = "signed_up_on"
CONTACT, MEETING = "days_since_contact", "days_since_meeting"
BEGAN = "select min(day), min(day) filter (name = 'meeting') from talks"
TICKETS = "select min(day) from ticket_moments where name in ('opened', 'responded')"
Row = dict[str, Any]
Begun = tuple[date | None, date | None]


def needed() -> Needs:
    """All that placing reads."""
    found = Needs(
        asks=frozenset((Ask(name, None), 0) for name in ("mrr", CONTACT, MEETING)),
        attributes=frozenset({(SIGNED_UP, 0)}),
    )
    for tier in promised.tiers():
        found |= needs.of_rule(tier.text.rule)
    if keys := promised.key_accounts():
        found |= needs.of_rule(keys.text.rule)
    if fit := promised.fit():
        found |= needs.of_axis(fit.text.x) | needs.of_axis(fit.text.y)
    return found


def place(known: Known, begun: Begun, *, last: bool = True) -> None:
    """Keeps what changed of each account's tier and promise, and where it stands unless a day follows.

    `known` holds what is `needed`.
    """
    rows = dict(placed(known, begun))
    tell(rows, known.as_of)
    if last:
        save(rows)


def began(home: Path, organisation: Organisation) -> Begun:
    """Since when two-way contacts, and meetings, are recorded of anybody; None when none ever was."""
    session = open_session(home, organisation, [], ["from talks from ticket_moments"])
    (talked, met), ((asked,),) = session.fetch(BEGAN)[0], session.fetch(TICKETS)
    session.close()
    return min((one for one in (talked, asked) if one is not None), default=None), met


def placed(known: Known, begun: Begun) -> Iterator[tuple[int, Row]]:
    """Each account with the columns of its place."""
    columns, tiers = Columns(known, begun), promised.tiers()
    by_key = {one.text.key: one for one in tiers}
    ruled, by_hand = first_match(tiers, known), held.exceptions(known.as_of)
    for nth, account in enumerate(known.accounts.tolist()):
        rule = tiers[ruled[nth]].text.key if ruled[nth] != UNKNOWN else ""
        key = by_hand.get(account, rule)
        yield account, row(columns, nth, by_key.get(key), rule, by_hand=account in by_hand)


class Columns:
    """What is known of all accounts, in their order."""

    def __init__(self, known: Known, begun: Begun) -> None:
        self.as_of, fit, keys = known.as_of, promised.fit(), promised.key_accounts()
        nowhere = np.full(known.size, UNKNOWN, dtype=np.int64)
        ended = over(known.as_of)
        pairs = zip(known.accounts.tolist(), known.metric("mrr").tolist(), strict=True)
        self.customer = [pays(mrr, account in ended) for account, mrr in pairs]
        self.contact, self.meeting = (days(known.metric(name), known.as_of) for name in (CONTACT, MEETING))
        self.begun = [day if day is not None and day <= self.as_of else None for day in begun]
        self.signed_up = [day_of(text) for text in known.attribute(SIGNED_UP)]
        self.keys = three(keys.text.rule.answer(known)) if keys else [None] * known.size
        self.x, self.y = (
            [None if level == UNKNOWN else level for level in found.tolist()]
            for found in ((fit.text.x.levels(known), fit.text.y.levels(known)) if fit else (nowhere, nowhere))
        )


def row(columns: Columns, nth: int, tier: TierText | None, ruled: str, *, by_hand: bool) -> Row:
    contact, meeting = (
        Heard(last[nth], begun) for last, begun in zip((columns.contact, columns.meeting), columns.begun, strict=True)
    )
    customer, signed_up_on = columns.customer[nth], columns.signed_up[nth]
    promise = both(
        tier.text if tier else None, contact, meeting, customer=customer, signed_up_on=signed_up_on,
        as_of=columns.as_of,
    )  # fmt: skip
    return {
        "ruled": ruled, "tier": tier.text.key if tier else "", "version": tier.version if tier else 0,
        "by_hand": by_hand, "customer": customer, "signed_up_on": signed_up_on,
        "contact_on": contact.last, "contact_from": contact.at_all,
        "meeting_on": meeting.last, "meeting_from": meeting.at_all, **promise._asdict(),
        "key_account": columns.keys[nth], "fit_x": columns.x[nth], "fit_y": columns.y[nth],
    }  # fmt: skip


def over(as_of: date) -> set[int]:
    """Accounts that had subscriptions, of which none runs any more."""
    told = Subscription.objects.filter(account__isnull=False, started_on__lte=as_of)
    run = set(told.filter(running(as_of)).values_list("account_id", flat=True).distinct())
    return {account for account in told.values_list("account_id", flat=True).distinct() if account} - run


def pays(mrr: float, ended: bool) -> bool | None:
    """Whether an account pays something; None where that is not known."""
    return mrr > 0 if not np.isnan(mrr) else False if ended else None


def first_match(tiers: list[TierText], known: Known) -> npt.NDArray[np.int64]:
    """Which of the tiers each account belongs to by rule: the first that surely matches, UNKNOWN for none."""
    found = np.full(known.size, UNKNOWN, dtype=np.int64)
    for nth, one in enumerate(tiers):
        found[(found == UNKNOWN) & one.text.rule.answer(known).yes] = nth
    return found


def three(answer: Answer) -> list[bool | None]:
    """Yes, no, or not known."""
    pairs = zip(answer.yes.tolist(), answer.no.tolist(), strict=True)
    return [True if yes else False if no else None for yes, no in pairs]


def days(ago: Floats, as_of: date) -> list[date | None]:
    return [None if np.isnan(one) else as_of - timedelta(days=int(one)) for one in ago.tolist()]


def day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def tell(rows: dict[int, Row], as_of: date) -> None:
    """Adds to history what says something else than before."""
    before, nothing = last_told(), ("", 0, False, "")
    fresh = [
        Tiered(account_id=account, as_of=as_of, **{name: one[name] for name in SAID})
        for account, one in rows.items()
        if before.get(account, nothing) != tuple(one[name] for name in SAID)
    ]
    for start in range(0, len(fresh), PORTION):
        with transaction.atomic():
            Tiered.objects.bulk_create(fresh[start : start + PORTION], batch_size=500, ignore_conflicts=True)


def last_told() -> dict[int, tuple[Any, ...]]:
    return {account: row[1:] for account, row in newest(Tiered, date.max, SAID).items()}


def save(rows: dict[int, Row]) -> None:
    """Writes the places that differ, and takes those away whose account is gone or merged."""
    before = {one[0]: one[1:] for one in Place.objects.values_list("account_id", *COLUMNS)}
    fresh = [
        Place(account_id=account, **one)
        for account, one in rows.items()
        if before.get(account) != tuple(one[name] for name in COLUMNS)
    ]
    for start in range(0, len(fresh), PORTION):
        with transaction.atomic():
            Place.objects.bulk_create(
                fresh[start : start + PORTION], batch_size=300, update_conflicts=True, unique_fields=["account"],
                update_fields=list(COLUMNS),
            )  # fmt: skip
    gone = [account for account in before if account not in rows]
    for start in range(0, len(gone), PORTION):
        Place.objects.filter(pk__in=gone[start : start + PORTION]).delete()
