"""Tickets, answers, notes and milestones of an account, as they were on a day."""

from dataclasses import dataclass
from datetime import date

from loiste.accounts.one.moments import Asked, page
from loiste.accounts.one.own import Own, signals
from loiste.timeline.within import Row

BEGINNING = date(1900, 1, 1)
TALKS = ("call", "meeting", "email")  # names of notes that are two-way contacts
MOST = 100  # lines of a list; the timeline holds the rest


@dataclass(frozen=True)
class Ticket:
    """A ticket as it was on the day asked; times are UTC and naive, None where only the day is known."""

    ref: str
    subject: str
    channel: str
    category: str
    priority: str
    source: str
    contact_ref: str
    opened: date | None
    responded: date | None
    solved: date | None
    minutes: float | None
    hours: float | None
    rated: float | None
    scale: float | None
    reopened: bool

    @property
    def open(self) -> bool:
        return self.solved is None


# The content that holds on the day, and of its moments those that have happened.
HELD = """
    with newest as (
        select * from ({own}) where coalesce(valid_from, date '0001-01-01') <= ?
        qualify rank() over (
            partition by source, ref
            order by coalesce(valid_from, date '0001-01-01') desc, received_at desc, position desc
        ) = 1
    )"""
LISTED = f"""{HELD}
    select source, ref from newest where day <= ? group by source, ref
    order by max(day) filter (where name = 'solved') is not null, min(day) filter (where name = 'opened') desc, ref
    limit {MOST}"""
TICKETS = f"""{HELD}
    select coalesce(ref, '') as ref, source, coalesce(any_value(text), '') as subject,
           coalesce(any_value(channel), '') as channel, coalesce(any_value(category), '') as category,
           coalesce(any_value(priority), '') as priority, coalesce(any_value(contact_ref), '') as contact_ref,
           min(day) filter (where name = 'opened') as opened, min(day) filter (where name = 'responded') as responded,
           max(day) filter (where name = 'solved') as solved,
           max(value) filter (where name = 'responded') as minutes, max(value) filter (where name = 'solved') as hours,
           max(value) filter (where name = 'rated') as rated, max(scale) filter (where name = 'rated') as scale,
           coalesce(bool_or(value > 0) filter (where name = 'reopened'), false) as reopened
    from newest where day <= ? group by source, ref
    order by solved is not null, opened desc, ref"""
ORDERED = "source, ref, name, day, valid_from, received_at, position"
SHOWN = f"{ORDERED}, contact_ref, channel, category, priority, value, scale, text"


def tickets(own: Own, day: date) -> list[Ticket]:
    """The open ones first, then the newest: first which they are, then all of each."""
    sql, values = signals(own, "ticket", ORDERED)
    listed = own.reading.fetch(LISTED.format(own=sql), [*values, day, day])
    if not listed:
        return []
    sql, values = signals(own, "ticket", SHOWN)
    of_these = f"select * from ({sql}) where ref in (select unnest(?::varchar[]))"
    rows = own.reading.fetch(TICKETS.format(own=of_these), [*values, [row["ref"] for row in listed], day, day])
    return [Ticket(**row) for row in rows]


def newest(own: Own, kind: str, day: date, *, size: int = MOST) -> list[Row]:
    """The newest signals of one kind, up to the day."""
    return page(own, Asked(BEGINNING, day, (kind,)), size=size).rows


def stage(own: Own, day: date) -> Row | None:
    """The newest milestone reached by the day."""
    sql, values = signals(own, "milestone", "name, day")
    reached = f"select * from ({sql}) where day <= ? order by day desc, name limit 1"
    return next(iter(own.reading.fetch(reached, [*values, day])), None)


TALKED = """
    select kind, name, day, occurred_at, channel, source, contact_ref, text, properties from ({own})
    where day <= ? and (kind = 'ticket' and name in ('opened', 'responded') or kind = 'note' and name in {talks})
      and (? = '' or json_extract_string(properties, '$.author') = ?)
    order by day desc, occurred_at desc nulls last limit 1"""


def last_contact(own: Own, day: date, author: str = "") -> Row | None:
    """The newest exchange with the account: a ticket opened or answered, or a logged call, meeting or e-mail.

    `author`: only what somebody of this name wrote down.
    """
    columns = "kind, name, day, occurred_at, channel, source, contact_ref, text, properties"
    parts = [signals(own, kind, columns) for kind in ("ticket", "note")]
    sql = " union all ".join(part for part, _ in parts)
    values = [value for _, part in parts for value in part]
    return next(iter(own.reading.fetch(TALKED.format(own=sql, talks=TALKS), [*values, day, author, author])), None)


def channels(own: Own) -> list[str]:
    """The channels that the account's tickets and answers came by."""
    parts = [signals(own, kind, "channel") for kind in ("ticket", "answer")]
    sql = " union all ".join(part for part, _ in parts)
    values = [value for _, part in parts for value in part]
    rows = own.reading.fetch(f"select distinct channel from ({sql}) where channel is not null order by 1", values)
    return [row["channel"] for row in rows]
