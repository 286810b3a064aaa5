"""A wire: one way in which programs write events. Each live source is a folder beside this one with a `wire.WIRE`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from loiste.plain.json_outer import NotJson, elements, members
from loiste.sources.inbox.facts import Event, Reading
from loiste.sources.inbox.many import Many


@dataclass(frozen=True)
class Outer:
    """A body taken apart: the events as written, the sender's key if it stands inside, the sender's clock if told."""

    events: Sequence[bytes | msgspec.Raw]
    key: str | None
    sent_at: str | None
    type_: str | None = None  # of events that do not say theirs


@dataclass(frozen=True)
class Wire:
    """`paths`: where it is spoken -> the type of the one event that a body is, or "" where a body is a batch.

    `read` makes facts of one event as written, or raises BadEvent; `read_many`, where there is one, reads the plain
    events of a sound batch at once. `key_name` and `clock_name`: members of the body
    with the sender's key and clock. Limits in bytes, after unzipping.
    """

    name: str
    paths: dict[str, str]
    event_limit: int
    batch_limit: int
    key_name: str
    clock_name: str
    read: Callable[[bytes, Reading], Event]
    read_many: Callable[[bytes, Reading], Many | None] | None = None
    decoder: Any = field(init=False, compare=False)

    def __post_init__(self) -> None:
        members_ = [
            ("batch", list[msgspec.Raw] | None, None), (self.key_name, Any, None), (self.clock_name, Any, None),
            ("type", Any, None),
        ]  # fmt: skip
        shape = msgspec.defstruct(f"{self.name.title()}Outer", members_, gc=False)
        object.__setattr__(self, "decoder", msgspec.json.Decoder(shape))

    def apart(self, body: bytes, *, one: bool = False) -> Outer:
        """Takes a body apart: a batch, or `one` event alone. NotJson when even its outer layer is broken."""
        try:
            found = self.decoder.decode(body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return self.slowly_apart(body, one=one)
        if not one and found.batch is None:
            raise NotJson
        said = (getattr(found, name) for name in (self.key_name, self.clock_name, "type"))
        key, sent_at, type_ = (value if isinstance(value, str) else None for value in said)
        return Outer([body] if one else found.batch, key, sent_at, type_)

    def slowly_apart(self, body: bytes, *, one: bool) -> Outer:
        """The same for a body in which some event is broken or too deep, so that the others are not lost with it."""
        named = members(body)
        if not one and b"batch" not in named:
            raise NotJson
        events = [body] if one else elements(named[b"batch"])
        return Outer(events, *(text_of(named, name) for name in (self.key_name, self.clock_name, "type")))

    def batch_of(self, events: Sequence[bytes | msgspec.Raw], sent_at: str | None, type_: str | None) -> bytes:
        """Events as a batch, with the sender's clock and the type of those that do not say theirs."""
        head = msgspec.json.encode({self.clock_name: sent_at or None, "type": type_ or None})
        return b'%s,"batch":[%s]}' % (head[:-1], b",".join(map(bytes, events)))


def text_of(named: dict[bytes, bytes], name: str) -> str | None:
    try:
        return msgspec.json.decode(named.get(name.encode(), b"null"), type=str | None)
    except (msgspec.DecodeError, RecursionError):
        return None
