"""The table of keys in docs/permissions.md tried out: every operation of the API with every scope, and without a key."""

import io
import json

import pytest

from loiste.accounts.actors import COMMAND_LINE
from loiste.api import health
from loiste.api.events import events, wire_of
from loiste.api.v1 import export, rate
from loiste.api.v1.app import api
from loiste.copies import alone
from loiste.sources.inbox import keys
from loiste.sources.models import Key
from tests.repo.test_permissions import OPERATIONS, named
from tests.world import NOW, World

SCHEMA = api.get_openapi_schema()
WORDS = {"account_id": "K1", "contact_id": "P1", "subscription_id": "S1", "key": "mrr", "kind": "nothing"}
ALLOWED = {named(row[0])[0]: dict(zip(keys.SCOPES, row[2:], strict=True)) for row in OPERATIONS}


def operations():
    """(name, method, address with a word for each of its parts, the least body that fits), as the description says."""
    for path, methods in SCHEMA["paths"].items():
        for method, said in methods.items():
            yield said["operationId"], method, path.format(**WORDS), least(said)


def least(said: dict) -> str | None:
    """A body with what is required and nothing else."""
    if "requestBody" not in said:
        return None
    named_ = said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    item = SCHEMA["components"]["schemas"][named_.removesuffix("s")]
    return json.dumps({"items": [dict.fromkeys(item["required"], "1")]})


def busily(*_words, **_named):
    raise alone.busy()


@pytest.fixture
def secrets(home, db, monkeypatch):
    """A key of each scope, and one that was revoked; an account to ask for."""
    keys._found.clear()
    monkeypatch.setattr(export, "send_export", busily)  # it opens connections of its own
    World(home).account("K1", "2025-01-01", name="Kuha Oy").save()
    made = {scope: keys.add_key(scope, scopes=[scope], source=None, by=COMMAND_LINE, now=NOW) for scope in keys.SCOPES}
    made["revoked"] = keys.add_key("revoked", scopes=list(keys.SCOPES), source=None, by=COMMAND_LINE, now=NOW)
    keys.revoke_key(Key.objects.get(name="revoked"), by=COMMAND_LINE, now=NOW)
    rate._buckets.clear()
    return made


def ask(client, method: str, path: str, body: str | None, secret: str | None):
    heads = {} if secret is None else {"authorization": f"Bearer {secret}"}
    more = {"data": body, "content_type": "application/json"} if body else {}
    return getattr(client, method)(path, headers=heads, **more)


def test_every_operation_answers_every_scope_as_the_table_says(client, secrets):
    wrong = []
    for name, method, path, body in operations():
        for scope, written in ALLOWED[name].items():
            answer = ask(client, method, path, body, secrets[scope])
            refused = answer.status_code == 403 and answer.json()["code"] == "wrong_scope"
            if refused == (written == "yes") or answer.status_code in (401, 500):
                wrong.append((name, scope, answer.status_code, answer.content))
    assert wrong == []


def test_without_a_key_that_holds_every_operation_says_the_same_of_what_is_there_and_what_is_not(client, secrets):
    told = {
        (answer.status_code, answer.content, answer.headers["WWW-Authenticate"])
        for _name, method, path, body in operations()
        for where in (path, path.replace("K1", "none").replace("mrr", "none"))
        for secret in (None, "", "x" * 32, secrets["revoked"])
        for answer in [ask(client, method, where, body, secret)]
    }
    assert [status for status, *_more in told] == [401]
    assert client.get("/api/v1/nothing").status_code == 404


def status(path: str, secret: str) -> int:
    """Of an address beside the pages."""
    environ = {
        "PATH_INFO": path, "REQUEST_METHOD": "POST", "HTTP_AUTHORIZATION": f"Bearer {secret}", "CONTENT_LENGTH": "12",
        "wsgi.input": io.BytesIO(b'{"batch":[]}'),
    }  # fmt: skip
    found: list[int] = []

    def start(line: str, _heads: list) -> None:
        found.append(int(line.split()[0]))

    spoken = wire_of(environ)
    list(events(environ, start, *spoken) if spoken else health.application(environ, start))
    return found[0]


def test_events_and_figures_beside_the_api_ask_for_their_scopes(secrets):
    wire = {scope: status("/v1/batch", secret) for scope, secret in secrets.items()}
    figures = {scope: status("/-/stats", secret) for scope, secret in secrets.items()}
    assert wire == dict.fromkeys(keys.SCOPES, 403) | {"ingest": 200, "revoked": 401}
    assert figures == dict.fromkeys(secrets, 401) | {"stats": 200}
