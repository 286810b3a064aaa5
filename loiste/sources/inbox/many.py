"""Many plain events read at once, column by column: several times as fast as one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from loiste.sources.inbox import values
from loiste.sources.inbox.values import LONGEST_REF


@dataclass
class Many:
    """Events of use, each one fact: what it says, column by column. `numbers`: which events of the batch they are.

    `at`: when they happened by the sender's clock.
    """

    numbers: list[int]
    keys: list[str]
    names: list[str]
    accounts: list[str | None]
    contacts: list[str | None]
    category: list[str]
    channel: list[str | None]
    values: list[float | None]
    properties: list[str | None]
    at: list[datetime | None]

    @property
    def sound(self) -> bool:
        """Whether nothing here needs a closer look."""
        somebody = all(who or group for who, group in zip(self.contacts, self.accounts, strict=True))
        return somebody and all(plain(texts) for texts in (self.keys, self.names, self.accounts, self.contacts))


def plain(texts: Sequence[Any]) -> bool:
    """Whether all are None or texts that need no care."""
    different = {*texts} - {None}
    try:
        whole = "".join(different)
    except TypeError:
        return False
    sizes = [*map(len, different)] or [1]
    trimmed = " " not in whole or all(text == text.strip() for text in different)
    return whole.isprintable() and trimmed and min(sizes) > 0 and max(sizes) <= LONGEST_REF


def value_of(raw: bytes, decode: Any, names: Sequence[str]) -> float | None:
    """The first of the named members that is a number. msgspec.DecodeError where the JSON is broken."""
    if b'"value"' not in raw and b'"revenue"' not in raw and b'"total"' not in raw:
        return None
    said = decode(raw)
    for name in names:
        value = getattr(said, name)
        if type(value) is float:
            return value
        if (number := values.number(value)) is not None:
            return number
    return None


def shown(raw: msgspec.Raw) -> str | None:
    text = bytes(raw)
    return None if text in (b"", b"null", b"{}") else text.decode()
