"""What makes two rows the same row, and the same content: hashes over the normal forms of their values."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from loiste.sources.files.dates import Moment
from loiste.sources.files.kinds.kind import Kind, Values

MARK = "\x1f"  # parts fields; taken out of every line when the file is read


class Identity(NamedTuple):
    """`key`: 32 hex digits. `content`: signed 64 bits. `given`: the row brought an id. `ref`: the id to show."""

    key: str
    content: int
    given: bool
    ref: str | None


def moment_text(moment: Moment) -> str:
    return moment.at.isoformat() + "Z" if moment.at else moment.day.isoformat()


# The one way in which a value is written here, however the file wrote it.
NORMAL: dict[type, Callable[[Any], str]] = {
    str: str,
    date: date.isoformat,
    Moment: moment_text,
    bool: lambda flag: "1" if flag else "0",
    int: str,
    Decimal: lambda value: format(value, "f"),
}


def key_of(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def content_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


class Identifier:
    """Identities of the rows of one kind, in the order of the file.

    An event without an id is told apart by all its fields, and the timeline counts which of equal ones it is. A state
    without an id needs a name of its own at once, to hold its signals together, so equal ones are counted here.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.seen: Counter[str] = Counter()

    def of(self, values: Values, said: str) -> Identity:
        """`said`: all that the row says, in normal form and in the same order of fields every time."""
        ref = values.get(self.kind.own_id)
        if self.kind.state:
            return self.of_state(values, said, ref)
        key = key_of(f"{self.kind.name}{MARK}{ref}" if ref else f"{self.kind.name}{MARK}{MARK}{said}")
        return Identity(key, content_of(said), bool(ref), ref)

    def of_state(self, values: Values, said: str, ref: str | None) -> Identity:
        if ref is None:
            made = key_of(said)
            self.seen[made] += 1
            ref = f"row-{made[:16]}-{self.seen[made]}"
        valid_from = values.get("valid_from")
        since = valid_from.isoformat() if valid_from else ""
        # An empty cell of a mapped column says "none"; a column that is not there says nothing.
        silent = MARK.join(name for name, value in values.items() if value is None)
        content = content_of(f"{said}{MARK}{MARK}{silent}")
        return Identity(key_of(MARK.join((self.kind.name, ref, since))), content, True, ref)
