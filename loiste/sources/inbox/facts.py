"""What a wire makes of an event: facts for the timeline, each of which becomes a signal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple


class BadEvent(Exception):
    """Why an event cannot be used. `kind`: the type that nobody knows, for events that wait until somebody does."""

    def __init__(self, code: str, detail: str = "", *, kind: str = "") -> None:
        super().__init__(code)
        self.code, self.detail, self.kind = code, storable(detail, 300), storable(kind, 100)


def storable(text: str, most: int) -> str:
    """The text as a row can hold it: not too long, and without NUL, which PostgreSQL refuses."""
    return text.replace("\0", "")[:most]


class Fact(NamedTuple):
    """Columns of a signal. `held`: it holds from its day on (a state), rather than having happened on it."""

    kind: str
    name: str | None = None
    account_ref: str | None = None
    contact_ref: str | None = None
    ref: str | None = None
    channel: str | None = None
    category: str | None = None
    value: float | None = None
    text: str | None = None
    properties: str | None = None
    held: bool = False


class Event(NamedTuple):
    """`key`: the sender's id of the event, None when it gave none. `at`: when it happened, by the sender's clock."""

    key: str | None
    at: datetime | None
    facts: tuple[Fact, ...]
    told: Mapping[tuple[str, str], Mapping[str, str]] = {}  # (account or contact, ref) -> name, email: for matching


@dataclass(frozen=True)
class Reading:
    """What an event is read with: the type of those that do not say theirs, and the source's settings."""

    type_: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


def naive(at: datetime | None) -> datetime | None:
    """UTC without a zone; a time without a zone is UTC."""
    if at is None or at.tzinfo is None:
        return at
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).replace(tzinfo=None)


def clock(text: str | None) -> datetime | None:
    """The sender's clock from its ISO text; None when it cannot be read, so that no event is lost by it."""
    try:
        return naive(datetime.fromisoformat(text)) if text else None
    except (ValueError, OverflowError):
        return None
