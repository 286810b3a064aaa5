"""Reading the body of a request: never more of it in memory than its wire allows, zipped or not."""

import zlib
from typing import Protocol

from django.utils.translation import gettext as _

from loiste.sources.inbox.refusal import Refusal

CHUNK = 64 * 1024
PATIENCE = 160 * 1024 * 1024  # bytes of a body too long that are read and thrown away, so that the answer is heard


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def too_large(limit: int) -> Refusal:
    text = _("The body is larger than %(limit)s bytes. Send smaller batches.")
    return Refusal(413, "too_large", text % {"limit": limit})


def read(stream: Stream, *, length: int | None, limit: int) -> bytes:
    """The whole body; Refusal 413 when it is longer than `limit` bytes."""
    if length is not None and length > limit:
        throw_away(stream, length)
        raise too_large(limit)
    taken: list[bytes] = []
    size = 0
    most = limit + 1 if length is None else length  # a server may wait for ever for what is beyond
    while size < most:
        part = stream.read(min(CHUNK, most - size))
        if not part:
            break
        taken.append(part)
        size += len(part)
    if size > limit:
        throw_away(stream, PATIENCE)
        raise too_large(limit)
    if length is not None and size < length:
        raise Refusal(400, "cut_off", _("The body ended early. Send it again."))
    return b"".join(taken)


def throw_away(stream: Stream, length: int) -> None:
    left = min(length, PATIENCE)
    while left > 0 and (part := stream.read(min(CHUNK, left))):
        left -= len(part)


def unzipped(body: bytes, encoding: str, *, limit: int) -> bytes:
    """The body without its Content-Encoding: none, gzip or deflate. Stops at `limit` bytes whatever it would become."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in ("gzip", "x-gzip", "deflate"):
        text = _("Content-Encoding %(name)s is not known here. Send gzip, or nothing.")
        raise Refusal(415, "unknown_encoding", text % {"name": name[:40]})
    machine = zlib.decompressobj(wbits=47)  # gzip or zlib, told apart by the header
    try:
        found = machine.decompress(body, limit + 1)
    except zlib.error as error:
        raise Refusal(400, "malformed_gzip", _("The body is not sound gzip. Send it again.")) from error
    if len(found) > limit:
        raise too_large(limit)
    if not machine.eof:
        raise Refusal(400, "malformed_gzip", _("The body is not sound gzip. Send it again."))
    return found
