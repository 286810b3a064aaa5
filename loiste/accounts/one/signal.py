"""One stored signal of an account with all that it says, and how it was matched."""

from dataclasses import dataclass
from datetime import date, timedelta

from loiste.accounts.models import ContactIdentity, Identity
from loiste.accounts.one.moments import COLUMNS, KINDS
from loiste.accounts.one.own import Own, signals
from loiste.timeline.within import Row

LATE = timedelta(days=1)  # a live signal that took longer than this from happening to us is late
NOT_LIVE = ("files", "loiste")


@dataclass(frozen=True)
class Match:
    """How a reference was found to mean an account or a person: `rule` of Rule, since when, by whom."""

    what: str  # account or contact
    ref: str
    rule: str
    since: date
    by: str


def find(own: Own, kind: str, id_: str, day: date | None) -> Row | None:
    """The account's signal of this id; None when it has none. With its day, few files are read."""
    if kind not in KINDS:
        return None
    if kind == "subscription":
        return next((row for row in own.told if str(row["id"]) == id_), None)
    sql, values = signals(own, kind, COLUMNS, day, day)
    return next(iter(own.reading.fetch(f"select * from ({sql}) where id = ? limit 1", [*values, id_])), None)


def matches(row: Row) -> list[Match]:
    """The rules by which its account and its person were found."""
    found = []
    for what, model in (("account", Identity), ("contact", ContactIdentity)):
        ref = row[f"{what}_ref"]
        one = model._default_manager.filter(source=row["source"], ref=ref).first() if ref else None
        if one is not None:
            found.append(Match(what, ref, one.rule, one.since, one.by))
    return found


def is_late(row: Row) -> bool:
    """A live signal that came more than a day after it happened."""
    if row["source"] in NOT_LIVE or row["assumed"] or row["occurred_at"] is None:
        return False
    return bool(row["received_at"] - row["occurred_at"] > LATE)


def is_corrected(row: Row) -> bool:
    """Whether the sender's clock was found wrong."""
    return row["said_at"] is not None
