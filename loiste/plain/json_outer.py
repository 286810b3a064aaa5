"""Takes JSON apart at its outer layers without reading what is inside, however deep or broken that is."""

import re
from collections.abc import Iterator

# Strings whole, and the marks of structure; all else (numbers, words, blanks) is passed over.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["\[\]{},:]', re.DOTALL)
BLANK = b" \t\r\n"


class NotJson(ValueError):
    """Brackets or quotes do not match, or the outermost thing is of another kind."""


def members(text: bytes) -> dict[bytes, bytes]:
    """The values of an object, as they are written, by the names as they are written between the quotes."""
    found: dict[bytes, bytes] = {}
    for part in parts(text, b"{", b"}"):
        name = TOKEN.match(part)
        if name is None or not name.group().startswith(b'"'):
            raise NotJson
        mark, value = part[name.end() :].lstrip(BLANK)[:1], part[name.end() :].lstrip(BLANK)[1:]
        if mark != b":":
            raise NotJson
        found[name.group()[1:-1]] = value.strip(BLANK)
    return found


def elements(text: bytes) -> list[bytes]:
    """The elements of an array, as they are written."""
    return list(parts(text, b"[", b"]"))


def parts(text: bytes, opening: bytes, closing: bytes) -> Iterator[bytes]:
    """What stands between the commas of the outermost bracket."""
    text = text.strip(BLANK)
    if not text.startswith(opening) or not text.endswith(closing):
        raise NotJson
    open_: list[bytes] = []
    start = 1
    for token in TOKEN.finditer(text):
        mark = token.group()
        if mark in (b"[", b"{"):
            open_.append(b"]" if mark == b"[" else b"}")
        elif mark == b'"':  # opened and never closed
            raise NotJson
        elif mark in (b"]", b"}"):
            if not open_ or open_.pop() != mark or (not open_ and token.end() != len(text)):
                raise NotJson
        elif mark == b"," and len(open_) == 1:
            yield text[start : token.start()].strip(BLANK)
            start = token.end()
    if open_:
        raise NotJson
    last = text[start:-1].strip(BLANK)
    if last or start > 1:
        yield last
