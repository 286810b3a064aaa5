"""Segments in numbers: how many accounts, what they pay, how they fare, and some of them by name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import unified_diff
from pathlib import Path

import numpy as np

from loiste.accounts.doors import accounts_for, ids_for
from loiste.accounts.identities import accounts_state, newest
from loiste.accounts.models import Account, User
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.look import Found, bands, find
from loiste.judgement.models import Version
from loiste.judgement.needs import AnyRule
from loiste.judgement.segment import Segment
from loiste.judgement.texts import Text, every, shipped
from loiste.organisation.config import Organisation
from loiste.pages import kept
from loiste.pages.health.words import Band, band
from loiste.pages.numbers import Amount
from loiste.pages.rule_words import sentence
from loiste.timeline import blocks

SAMPLE = 10
COLOURS = ("red", "yellow", "green")


@dataclass(frozen=True)
class Entry:
    """A segment in the list. `bands`: (band, how many of its members) as they were kept last."""

    one: Text[Segment]
    rule: str
    found: Found | None
    mrr: Amount
    bands: list[tuple[Band, int]]
    newest: Version | None

    @property
    def count(self) -> int | None:
        return None if self.found is None else len(self.found.accounts)


def entries(home: Path, organisation: Organisation, today: date) -> list[Entry]:
    """All segments, those that are off last; each by the rule that holds now."""
    texts = sorted(every(SEGMENT).values(), key=lambda one: (not one.text.on, str(one.text.name).casefold()))
    rules = {one.text.key: one.text.rule for one in texts if one.text.on}
    found = looked(home, organisation, rules, today) if rules else {}
    fare, written = bands(today), {row.text_key: row for row in rows(None)}
    return [
        Entry(
            one, sentence(one.text.rule, organisation), found.get(one.text.key),
            money(found.get(one.text.key), organisation),
            [(words, fare[one.text.key].get(name, 0)) for name in COLOURS
             if one.text.key in fare and (words := band(name))],
            written.get(one.text.key),
        )
        for one in texts
    ]  # fmt: skip


def rows(key: str | None) -> list[Version]:
    """Versions, the oldest first; of one segment, or of all."""
    found = Version.objects.filter(kind=SEGMENT.name).select_related("by").order_by("number")
    return list(found if key is None else found.filter(text_key=key))


def looked(home: Path, organisation: Organisation, rules: dict[str, AnyRule], day: date) -> dict[str, Found]:
    """Counted once for as long as neither signals nor references, texts or settings change."""
    state = (blocks.state(), accounts_state(), newest(Version), newest(Account), repr(organisation), repr(rules), day)
    return kept.keep((str(home), "segments", *state), lambda: find(home, organisation, rules, as_of=day))


def within(user: User, found: Found) -> Found:
    """Of the accounts that the person may see. Of how many nobody can say whether they match is left out."""
    mine = ids_for(user)
    if mine is None:
        return found
    seen = np.isin(found.accounts, mine)
    paid = found.paid[seen]
    known = paid[~np.isnan(paid)]
    return Found(found.accounts[seen], paid, float(known.sum()) if len(known) else None, 0)


def money(found: Found | None, organisation: Organisation) -> Amount:
    worth = None if found is None or found.mrr is None else Decimal(str(round(found.mrr, 2)))
    return Amount(worth, "money", organisation.currency)


def sample(user: User, found: Found, organisation: Organisation) -> list[tuple[Account, Amount]]:
    """Those that pay most among what the person may see."""
    mine = ids_for(user)
    places = np.arange(len(found.accounts)) if mine is None else np.flatnonzero(np.isin(found.accounts, mine))
    first = places[:SAMPLE]
    there = {one.pk: one for one in accounts_for(user).filter(pk__in=found.accounts[first].tolist())}
    return [
        (there[pk], Amount(None if np.isnan(paid) else Decimal(str(round(paid, 2))), "money", organisation.currency))
        for pk, paid in zip(found.accounts[first].tolist(), found.paid[first].tolist(), strict=True)
        if pk in there
    ]


@dataclass(frozen=True)
class Change:
    """A version and how its text differs from the one before; `row` is None for what came with Loiste."""

    number: int
    row: Version | None
    lines: list[tuple[str, str]]


def changes(key: str) -> list[Change]:
    """The versions, the newest first."""
    first = shipped(SEGMENT).get(key)
    found = [Change(0, None, [])] if first else []
    before = first.yaml if first else ""
    for row in rows(key):
        found.append(Change(row.number, row, difference(before, row.text)))
        before = row.text
    return found[::-1]


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """(sign, line) of what differs."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]
    return [(line[:1].strip(), line[1:]) for line in lines if not line.startswith("@@")]
