"""A mark in the place of every text that tells of a person, in plain values, JSON and bodies alike."""

import json
import re
from collections.abc import Collection
from typing import Any

MARK = "[erased]"
Finder = re.Pattern[str]


def cleaned(value: Any, finder: Finder) -> Any:
    """The value without what is sought; the same object's equal when nothing was."""
    if isinstance(value, str):
        return finder.sub(MARK, value)
    if isinstance(value, bytes | memoryview):
        text = bytes(value).decode("utf-8", "surrogateescape")
        return finder.sub(MARK, text).encode("utf-8", "surrogateescape")
    if isinstance(value, list):
        return [cleaned(one, finder) for one in value]
    if isinstance(value, dict):
        return {cleaned(key, finder): cleaned(one, finder) for key, one in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and finder.fullmatch(str(value)):
        return MARK
    return value


def emptied(body: bytes, finder: Finder, names: Collection[str], pseudonym: str) -> bytes:
    """A body of JSON with the pseudonym where a value is one of the names, and marks elsewhere."""
    try:
        read = json.loads(body)
    except ValueError:
        return bytes(cleaned(body, finder))
    known = {one.lower() for one in names}
    after = cleaned(named(read, known, pseudonym), finder)
    return body if after == read else json.dumps(after, ensure_ascii=False, separators=(",", ":")).encode()


def named(value: Any, known: set[str], pseudonym: str) -> Any:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return pseudonym if str(value).lower() in known else value
    if isinstance(value, list):
        return [named(one, known, pseudonym) for one in value]
    if isinstance(value, dict):
        return {key: named(one, known, pseudonym) for key, one in value.items()}
    return value
