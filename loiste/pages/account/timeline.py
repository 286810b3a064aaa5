"""The newest signals of one account, by day. Usage is one line a week; corrected rows show their newest content."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from loiste.accounts.identities import refs_of
from loiste.accounts.models import Account, Subscription
from loiste.organisation.config import Organisation
from loiste.pages.account import signal_words
from loiste.pages.account.signal_words import Words
from loiste.pages.kinds import KINDS
from loiste.timeline import engine

SHOWN = 30
COLUMNS = "kind, name, day, occurred_at, ref, channel, category, plan, value, scale, quantity, amount, currency, text"


@dataclass(frozen=True)
class Way:
    """A kind of signal that one can look at alone."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Item:
    words: Words
    clock: datetime | None


@dataclass(frozen=True)
class Day:
    day: date
    items: list[Item]


def kind_asked(text: str) -> str:
    return text if text in KINDS else ""


def ways(kind: str) -> list[Way]:
    every = [Way(_("All"), "?#timeline", not kind)]
    return every + [Way(str(name), f"?kind={key}#timeline", key == kind) for key, name in KINDS.items()]


def days(home: Path, organisation: Organisation, account: Account, *, kind: str, today: date) -> list[Day]:
    """Newest first; what lies in the future (a subscription to come) is left out."""
    refs = [ref for _source, ref in refs_of(account)]
    if not refs:
        return []
    kinds = [kind] if kind else list(KINDS)
    found = [row for one in kinds for row in rows(home, one, refs, subscriptions(account), today)]
    found.sort(key=lambda row: (row["day"], str(row["occurred_at"] or "")), reverse=True)
    by_day = groupby(found[:SHOWN], lambda row: row["day"])
    return [Day(day, [item(row, organisation) for row in part]) for day, part in by_day]


def subscriptions(account: Account) -> list[str]:
    return list(Subscription.objects.filter(account=account).values_list("ref", flat=True))


def rows(home: Path, kind: str, refs: list[str], owned: list[str], today: date) -> list[dict[str, Any]]:
    """The newest signals of a kind as dictionaries."""
    connection = engine.reader(home)
    if kind == "usage":
        found = connection.execute(USAGE, [refs, owned, today])
    else:
        found = connection.execute(SIGNALS.format(kind=kind), [refs, today])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# The newest content of each moment: a corrected row comes again with the same ref and name.
SIGNALS = f"""
    select {COLUMNS} from (
        select *, row_number() over (partition by source, coalesce(ref, id::varchar), name, day
                                     order by received_at desc, position desc) as turn
        from signals_{{kind}} where account_ref in (select unnest(?)) and day <= ?
    ) s where turn = 1 and not (kind = 'ticket' and name = 'reopened' and value = 0)
    order by day desc, occurred_at desc nulls last limit {SHOWN}"""
USAGE = f"""
    select 'usage' as kind, max(day) as day, null::timestamp as occurred_at, count(*) as events,
           count(distinct contact_ref) as people, string_agg(distinct name, ', ' order by name) as features
    from signals_usage
    where (account_ref in (select unnest(?)) or account_ref is null and ref in (select unnest(?))) and day <= ?
    group by date_trunc('week', day) order by max(day) desc limit {SHOWN}"""


def item(row: dict[str, Any], organisation: Organisation) -> Item:
    at = row["occurred_at"]
    return Item(signal_words.words(row, organisation), at.replace(tzinfo=UTC) if at else None)
