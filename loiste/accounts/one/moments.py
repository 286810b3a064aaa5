"""An account's timeline, a page at a time and newest first. Only as many days are read as the page needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from loiste.accounts.one.own import Own, signals, stored
from loiste.accounts.one.subscriptions import moments_of_subscriptions
from loiste.timeline.signal import STATE_KINDS
from loiste.timeline.within import Row

SIZE = 30
# Weeks read first, and how much longer each further stretch is: with use, and without.
STRETCH = {True: (4, 2), False: (52, 8)}
KINDS = (
    "attribute", "contact", "subscription", "ticket", "usage", "answer", "churn", "cost", "note", "milestone",
    "judgement",
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[date, int, str]  # day, microseconds since 1970, id: the order of the timeline


@dataclass(frozen=True)
class Asked:
    """What is wanted: days from `first` to `last`, some kinds, a channel, and only what comes before `before`."""

    first: date
    last: date
    kinds: tuple[str, ...] = KINDS
    channel: str = ""
    before: Key | None = None
    by_week: bool = True  # usage as one line a week


@dataclass(frozen=True)
class Page:
    """Rows, newest first; `following` is where the next page begins, None at the end."""

    rows: list[Row]
    following: Key | None


def page(own: Own, asked: Asked, *, size: int = SIZE) -> Page:
    found: list[Row] = []
    for first, last in stretches(own, asked):
        rows = in_stretch(own, asked, first, last, size)
        found += sorted((row for row in rows if wanted(row, asked)), key=key, reverse=True)
        if len(found) > size:
            break
    return Page(found[:size], key(found[size - 1]) if len(found) > size else None)


def stretches(own: Own, asked: Asked) -> Iterator[tuple[date, date]]:
    """Whole weeks, newest first, each stretch longer than the one before; none where nothing can be stored."""
    begun = own.reading.first_day(list(asked.kinds))
    if begun is None:
        return
    earliest = max(begun, asked.first)
    ends = [own.reading.last_day(kind) or begun for kind in asked.kinds]
    if "subscription" in asked.kinds:  # they end on days that no block is listed for
        ends.append(max((row["day"] for row in moments_of_subscriptions(own)), default=begun))
    start = min(asked.last, asked.before[0] if asked.before else asked.last, max(ends))
    weeks, growth = STRETCH["usage" in asked.kinds]
    last = min(monday(start) + timedelta(days=6), asked.last)
    while last >= earliest:
        first = max(monday(last) - timedelta(weeks=min(weeks, 1000) - 1), date(1900, 1, 1))
        yield max(first, asked.first), last
        last, weeks = first - timedelta(days=1), weeks * growth


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_stretch(own: Own, asked: Asked, first: date, last: date, size: int) -> list[Row]:
    """All rows of the stretch that can be on the page."""
    single = [kind for kind in asked.kinds if kind != "subscription" and not (kind == "usage" and asked.by_week)]
    rows = events(own, single, asked, first, last, size) if single else []
    if "usage" in asked.kinds and asked.by_week:
        rows += weeks_of_usage(own, asked, first, last)
    if "subscription" in asked.kinds:
        rows += [row for row in moments_of_subscriptions(own) if first <= row["day"] <= last]
    return rows


def wanted(row: Row, asked: Asked) -> bool:
    return (asked.before is None or key(row) < asked.before) and (not asked.channel or row["channel"] == asked.channel)


def key(row: Row) -> Key:
    return (row["day"], row["moment"], row["id"])


COLUMNS = """kind, id::varchar as id, name, day, occurred_at, said_at, received_at, known_at, assumed, position, source,
    account_ref, contact_ref, ref, valid_from, until, channel, category, priority, plan, value, scale, quantity,
    duration, amount, currency, trial, text, properties, batch"""
ORDERED = "kind, id, source, name, day, occurred_at, received_at, position, ref, channel, value"
# What was said here by hand has no time of its own but that of saying it; moments of a ticket follow each other.
MOMENT = """epoch_us(coalesce(occurred_at, case when source = 'loiste' then received_at end, day::timestamp))
           + coalesce(list_position(['opened', 'responded', 'solved', 'reopened', 'rated'], name), 0)"""
# The newest content of each moment: a corrected row comes again with the same reference and name.
EVENTS = f"""
    select id, kind, day, {MOMENT} as moment from ({{own}}) where ? = '' or channel = ?
    qualify row_number() over (
        partition by kind, source, name, day,
                     case when kind in {STATE_KINDS!r} then coalesce(ref, id::varchar) else id::varchar end
        order by received_at desc, position desc
    ) = 1 and not (kind = 'ticket' and name = 'reopened' and coalesce(value, 0) = 0)
      and (day, moment, id::varchar) < (?::date, ?::bigint, ?::varchar)
    order by day desc, moment desc, id desc limit {{limit}}"""
LAST_KEY: Key = (date(9999, 12, 31), 0, "")


def events(own: Own, kinds: list[str], asked: Asked, first: date, last: date, size: int) -> list[Row]:
    """Signals one by one, the newest `size` and one more: first which they are, then all that they say."""
    there = stored(own, kinds, first, last)
    if not there:
        return []
    sql, values = together(own, there, ORDERED, first, last)
    limits: list[Any] = [asked.channel, asked.channel, *(asked.before or LAST_KEY)]
    newest = own.reading.fetch(EVENTS.format(own=sql, limit=size + 1), values + limits)
    if not newest:
        return []
    chosen = {str(row["id"]): row["moment"] for row in newest}
    days = [row["day"] for row in newest]
    sql, values = together(own, sorted({row["kind"] for row in newest}), COLUMNS, min(days), max(days))
    marks = ", ".join("?::uuid" for _ in chosen)
    found = own.reading.fetch(f"select * from ({sql}) where id::uuid in ({marks})", [*values, *chosen])
    return [row | {"moment": chosen[row["id"]]} for row in found]


def together(own: Own, kinds: list[str], columns: str, first: date, last: date) -> tuple[str, list[Any]]:
    """Signals of several kinds in one query."""
    parts = [signals(own, kind, columns, first, last) for kind in kinds]
    return " union all ".join(part for part, _ in parts), [value for _, values in parts for value in values]


WEEKS = """
    select 'usage' as kind, 'week' as id, date_trunc('week', day)::date as week, max(day) as day, 0 as moment,
           count(*) as events, count(distinct contact_ref) as people,
           string_agg(distinct name, ', ' order by name) as features, ? as channel
    from ({own}) where (? = '' or channel = ?) group by date_trunc('week', day)"""


def weeks_of_usage(own: Own, asked: Asked, first: date, last: date) -> list[Row]:
    """A row for each week in which something was used; it stands on the last day of use."""
    sql, values = signals(own, "usage", "day, contact_ref, name, channel", first, last)
    return own.reading.fetch(WEEKS.format(own=sql), [asked.channel, *values, asked.channel, asked.channel])
