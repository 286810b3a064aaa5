"""The signal: something that happened to an account at a time. Its columns, types and kinds; nothing else."""

from functools import cache

import pyarrow as pa

# What a sender (a file row, the demo) fills in. Times are UTC and naive; a date-only fact has no occurred_at.
FACTS: tuple[tuple[str, pa.DataType], ...] = (
    ("kind", pa.string()),
    # usage: feature; answer: nps, csat, ces; ticket: opened, responded, ...; attribute: field; note: note, call, ...;
    # judgement: segment_entered, segment_left, flag_raised, flag_withdrawn
    ("name", pa.string()),
    ("day", pa.date32()),  # the organisation's day; subscription: started_on; cost: last day of the month
    ("occurred_at", pa.timestamp("us")),
    ("said_at", pa.timestamp("us")),  # what the sender's clock said, where it was found wrong; null = nothing wrong
    ("account_ref", pa.string()),
    ("contact_ref", pa.string()),
    # id of the subscription, ticket, response or usage row; alias: the earlier contact_ref; judgement: segment or flag
    ("ref", pa.string()),
    ("valid_from", pa.date32()),  # state kinds: the content holds from this day; null = from its beginning
    ("until", pa.date32()),  # subscription: first day without it; NEVER = stated to have no end; null = not stated
    ("channel", pa.string()),
    ("category", pa.string()),  # ticket category, cost kind, survey level (relationship, service), churn reason
    ("priority", pa.string()),
    ("plan", pa.string()),
    ("value", pa.float64()),  # usage: outcome; answer: the answer; responded: minutes; solved: hours; reopened: 0 or 1
    ("scale", pa.float64()),  # answer: highest point of its scale
    ("quantity", pa.float64()),  # usage: count; subscription: seats
    ("duration", pa.float64()),  # usage: seconds
    ("amount", pa.int64()),  # millionths of the currency; subscription: the monthly price, also beside a trial
    ("currency", pa.string()),  # null = the organisation's
    ("trial", pa.bool_()),
    ("text", pa.string()),  # attribute: the value; comment, note, subject
    ("properties", pa.string()),  # JSON, for showing only; metrics use the typed columns
)
# What intake adds.
STAMPS: tuple[tuple[str, str], ...] = (
    ("id", "UUID"),
    ("row_key", "UUID"),  # state kinds: what the row is a version of
    ("content", "BIGINT"),  # hash of all that the row says
    ("received_at", "TIMESTAMP"),
    ("known_at", "TIMESTAMP"),
    ("assumed", "BOOLEAN"),  # known_at was assumed (history imported from a file)
    ("position", "BIGINT"),  # row number inside its batch
    ("source", "VARCHAR"),
    ("batch", "VARCHAR"),
    ("schema", "INTEGER"),
)
SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.float64(): "DOUBLE",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
}
# State kinds hold a content from a day on; all others happened once.
STATE_KINDS = ("attribute", "contact", "subscription", "ticket")
JUDGEMENT = "judgement"  # what we made of an account ourselves; says nothing of what the customer did
KINDS = (*STATE_KINDS, "usage", "answer", "churn", "cost", "note", "milestone", "alias", JUDGEMENT)
NEVER = "9999-12-31"
# A row header: one input row, before it becomes signals. key: its identity, hashed; content: a hash of all it says.
HEADER = pa.schema([("row", pa.int64()), ("key", pa.string()), ("content", pa.int64()), ("given_id", pa.bool_())])
STAGED = pa.schema([("row", pa.int64()), ("part", pa.int16()), *FACTS])


@cache
def columns() -> tuple[tuple[str, str], ...]:
    """Every column of a stored signal with its SQL type, in stored order."""
    return (*STAMPS, *((name, SQL_TYPES[kind]) for name, kind in FACTS))
