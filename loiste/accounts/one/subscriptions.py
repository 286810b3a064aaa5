"""What an account's subscriptions were on a day, and the moments at which they began, changed and ended."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from loiste.accounts.identities import Ref
from loiste.accounts.one.own import Own
from loiste.timeline.signal import NEVER
from loiste.timeline.within import Row

LONG_AGO = date(1, 1, 1)
INHERITED = ("account_ref", "day", "until", "amount", "currency", "plan", "trial", "quantity")


@dataclass(frozen=True)
class Content:
    """What holds of a subscription from `holds_from` on. Millionths of `currency`; None = not stated."""

    source: str
    ref: str
    owner: Ref
    holds_from: date
    plan: str
    amount: int | None
    currency: str
    trial: bool
    seats: float | None
    started_on: date | None
    ended_on: date | None
    details: dict[str, Any] = field(default_factory=dict)  # billing_interval, auto_renew, renews_on, notice_on
    row: Row = field(default_factory=dict)

    def runs_on(self, day: date) -> bool:
        begun = self.started_on is not None and self.started_on <= day
        return begun and (self.ended_on is None or self.ended_on > day)


def stories(own: Own) -> list[list[Content]]:
    """The contents of each subscription, oldest first; what a later one does not state, it inherits."""
    told = sorted(own.told, key=lambda row: (row["source"], row["ref"] or ""))
    return [list(contents(list(rows))) for _, rows in groupby(told, lambda row: (row["source"], row["ref"]))]


def contents(rows: list[Row]) -> Iterator[Content]:
    """Of several contents from one day the last holds."""
    known: dict[str, Any] = dict.fromkeys(INHERITED)
    details: dict[str, Any] = {}
    ordered = sorted(rows, key=lambda row: (row["valid_from"] or LONG_AGO, row["received_at"], row["position"]))
    for place, row in enumerate(ordered):
        known |= {name: row[name] for name in INHERITED if row[name] is not None}
        details |= json.loads(row["properties"] or "{}")
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        if following is None or (following["valid_from"] or LONG_AGO) > (row["valid_from"] or LONG_AGO):
            yield content(row, known, dict(details))


def content(row: Row, known: dict[str, Any], details: dict[str, Any]) -> Content:
    ended = known["until"]
    return Content(
        source=row["source"], ref=row["ref"] or "", owner=(row["source"], known["account_ref"] or ""),
        holds_from=row["valid_from"] or LONG_AGO, plan=known["plan"] or "", amount=known["amount"],
        currency=known["currency"] or "", trial=bool(known["trial"]), seats=known["quantity"],
        started_on=known["day"], ended_on=None if ended is None or ended.isoformat() == NEVER else ended,
        details=details, row=row,
    )  # fmt: skip


def on_day(own: Own, day: date) -> list[Content]:
    """The content of each subscription of the account that has begun by the day, the running ones first."""
    refs = set(own.refs)
    held = [[one for one in story if one.holds_from <= day] for story in stories(own)]
    found = [story[-1] for story in held if story and story[-1].owner in refs]
    begun = [one for one in found if one.started_on is not None and one.started_on <= day]
    return sorted(begun, key=lambda one: (not one.runs_on(day), -(one.started_on or LONG_AGO).toordinal(), one.ref))


def moments_of_subscriptions(own: Own) -> list[Row]:
    """Rows for the timeline, named began, changed and ended; `before` is the content that a change replaced."""
    refs = set(own.refs)
    return [row for story in stories(own) for row in moments(story) if row["owner"] in refs]


def moments(story: list[Content]) -> Iterator[Row]:
    before: Content | None = None
    for one in story:
        if before is None and one.started_on:
            yield moment(one, "began", max(one.started_on, one.holds_from), None)
        elif before is not None and differs(one, before):
            yield moment(one, "changed", one.holds_from, before)
        before = one
    if before and before.ended_on:
        yield moment(before, "ended", before.ended_on, None)


def differs(one: Content, before: Content) -> bool:
    return (one.plan, one.amount, one.trial, one.seats) != (before.plan, before.amount, before.trial, before.seats)


def moment(one: Content, name: str, day: date, before: Content | None) -> Row:
    at = int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000
    return one.row | {
        "id": str(one.row["id"]), "name": name, "day": day, "moment": at, "occurred_at": None, "content": one,
        "before": before, "owner": one.owner,
    }  # fmt: skip
