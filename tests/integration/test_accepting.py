"""The door for events: what is taken, what is not and why, and that nothing in memory grows with what is sent."""

import base64
import gzip
import io
import json
import resource
import zlib

import pytest

from loiste.accounts.actors import COMMAND_LINE
from loiste.api.events import events, wire_of
from loiste.sources.inbox import gate, keys
from loiste.sources.models import Delivery
from tests.integration.importing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]
EVENT = {"type": "track", "event": "Opened", "userId": "u", "messageId": "m"}


@pytest.fixture
def secret(home):
    gate._last.at = -1.0
    keys._found.clear()
    return keys.add_key("web", scopes=["ingest"], source=None, by=COMMAND_LINE, now=NOW)


def send(body, *, secret=None, path="/v1/batch", encoding="", method="POST", length=True, stream=None):
    """(status, code or None, headers) of one request."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": stream or io.BytesIO(data)}
    environ |= {"HTTP_CONTENT_ENCODING": encoding, "CONTENT_LENGTH": str(len(data)) if length is True else length or ""}
    if secret:
        environ["HTTP_AUTHORIZATION"] = "Basic " + base64.b64encode(f"{secret}:".encode()).decode()
    said = {}

    def start(status, heads):
        said["status"], said["heads"] = int(status.split()[0]), dict(heads)

    answer = json.loads(b"".join(events(environ, start, *wire_of(environ))))
    return said["status"], answer.get("code"), said["heads"]


def stored():
    return [(one.wire, one.events) for one in Delivery.objects.order_by("id")]


def test_a_batch_is_stored_as_it_came_and_acknowledged(secret):
    body = json.dumps({"batch": [EVENT, EVENT]}).encode()
    assert send(body, secret=secret)[0] == 200
    assert bytes(Delivery.objects.get().body) == body
    assert stored() == [("segment", 2)]


def test_one_event_alone_is_stored_as_a_batch_of_its_type(secret):
    assert send({"event": "Opened", "userId": "u"}, secret=secret, path="/v1/track")[0] == 200
    assert json.loads(bytes(Delivery.objects.get().body))["type"] == "track"


def test_the_key_may_stand_in_the_body(secret):
    assert send({"batch": [EVENT], "writeKey": secret})[0] == 200
    assert send({"batch": [{"event": "x", "distinct_id": "d"}], "api_key": secret}, path="/batch/")[0] == 200
    assert stored() == [("segment", 1), ("posthog", 1)]


@pytest.mark.parametrize("zipped", [lambda b: (gzip.compress(b), "gzip"), lambda b: (zlib.compress(b), "deflate")])
def test_zipped_bodies_are_read(secret, zipped):
    body, encoding = zipped(json.dumps({"batch": [EVENT]}).encode())
    assert send(body, secret=secret, encoding=encoding)[0] == 200


@pytest.mark.parametrize(
    ("body", "more", "status", "code"),
    [
        (b"{", {}, 400, "malformed_json"),
        (b"", {}, 400, "malformed_json"),
        ({"events": []}, {}, 400, "malformed_json"),
        ({"batch": {}}, {}, 400, "malformed_json"),
        (b"\x1f\x8bnonsense", {"encoding": "gzip"}, 400, "malformed_gzip"),
        (gzip.compress(b'{"batch":[]}', mtime=0)[:-9], {"encoding": "gzip"}, 400, "malformed_gzip"),
        (b"x", {"encoding": "br"}, 415, "unknown_encoding"),
        (b" " * 600_000, {}, 413, "too_large"),
        (gzip.compress(b" " * 600_000, mtime=0), {"encoding": "gzip"}, 413, "too_large"),
        (b'{"batch":[]}', {"length": "500"}, 400, "cut_off"),
        (b"", {"method": "GET"}, 405, "post_only"),
    ],
)
def test_what_cannot_be_taken_is_answered_clearly_and_nothing_is_stored(secret, body, more, status, code):
    assert send(body, secret=secret, **more)[:2] == (status, code)
    assert stored() == []


def test_a_wrong_or_revoked_key_opens_nothing(secret):
    batch = {"batch": [EVENT]}
    assert send(batch)[:2] == (401, "wrong_key")
    assert send(batch, secret="guess")[:2] == (401, "wrong_key")
    stats = keys.add_key("watch", scopes=["stats"], source=None, by=COMMAND_LINE, now=NOW)
    assert send(batch, secret=stats)[:2] == (403, "wrong_scope")
    keys.revoke_key(keys.Key.objects.get(name="web"), by=COMMAND_LINE, now=NOW)
    assert send(batch, secret=secret)[:2] == (401, "wrong_key")
    assert stored() == []


def test_one_broken_event_does_not_lose_its_batch(secret):
    assert send(b'{"batch":[{"a": nonsense}, {"type":"track","event":"x","userId":"u"}]}', secret=secret)[0] == 200
    assert stored() == [("segment", 2)]


def test_json_a_million_deep_is_taken_apart_all_the_same(secret):
    deep = b'{"api_key":"%s","batch":[%s]}' % (secret.encode(), b"[" * 1_000_000 + b"]" * 1_000_000)
    assert send(deep, path="/batch")[0] == 200
    assert send(b"[" * 400_000, secret=secret)[:2] == (400, "malformed_json")


class Endless:
    """A body that never ends, made as it is read."""

    def __init__(self, size):
        self.left = size

    def read(self, size):
        part = min(size, self.left)
        self.left -= part
        return b" " * part


@pytest.mark.parametrize("length", ["104857600", None])
def test_a_body_of_100_megabytes_is_refused_in_little_memory(secret, length):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert send(b"", secret=secret, stream=Endless(100 * 1024 * 1024), length=length)[:2] == (413, "too_large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def test_a_bomb_is_refused_in_little_memory(secret):
    bomb = gzip.compress(b" " * 300 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert send(bomb, secret=secret, encoding="gzip", path="/batch")[:2] == (413, "too_large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80 * 1024


def test_a_full_inbox_asks_to_come_back(secret, settings):
    settings.INBOX_LIMIT = 2
    for _ in range(2):
        gate._last.at = -1.0
        assert send({"batch": [EVENT]}, secret=secret)[0] == 200
    gate._last.at = -1.0
    status, code, heads = send({"batch": [EVENT]}, secret=secret)
    assert (status, code) == (503, "inbox_full")
    assert int(heads["Retry-After"]) > 0
    assert len(stored()) == 2


def test_a_disk_nearly_full_asks_to_come_back(secret, settings):
    settings.LEAST_FREE = 10**18
    assert send({"batch": [EVENT]}, secret=secret)[:2] == (503, "disk_full")
    assert stored() == []
