"""What a wire makes of an event: facts for the timeline, each of which becomes a signal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

SKEW = timedelta(minutes=1)  # a difference of clocks that is no more than the way of the message


class BadEvent(Exception):
    """Why an event cannot be used. `kind`: the type that nobody knows, for events that wait until somebody does."""

    def __init__(self, code: str, detail: str = "", *, kind: str = "") -> None:
        super().__init__(code)
        self.code, self.detail, self.kind = code, detail[:300], kind[:100]


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
    """`key`: the sender's id of the event, None when it gave none. Times UTC, naive; `said_at` as in the signal."""

    key: str | None
    occurred_at: datetime
    said_at: datetime | None
    facts: tuple[Fact, ...]
    told: Mapping[tuple[str, str], Mapping[str, str]] = {}  # (account or contact, ref) -> name, email: for matching


@dataclass(frozen=True)
class Reading:
    """What an event is read with: when its delivery came, the sender's clock then, the source's settings.

    `type_`: of events that do not say it themselves.
    """

    received_at: datetime  # UTC, naive
    sent_at: datetime | None = None
    type_: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    def placed(self, at: datetime | None) -> tuple[datetime, datetime | None]:
        """(when it happened, what the sender's clock said where that is wrong) for a time as the event says it.

        A clock that was wrong when the delivery was sent was as wrong when the event happened. What would still lie in
        the future happened when it came.
        """
        said = naive(at) or self.sent_at or self.received_at
        skew = self.skew
        happened = said - skew if skew else said
        if happened > self.received_at + SKEW:
            happened = self.received_at
        return happened, None if abs(happened - said) <= SKEW else said

    @property
    def skew(self) -> timedelta | None:
        ahead = self.sent_at - self.received_at if self.sent_at else timedelta()
        return ahead if abs(ahead) > SKEW else None


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
