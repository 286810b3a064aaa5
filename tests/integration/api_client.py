"""Asks the API as a program does: with a key, in JSON."""

import json

from loiste.accounts.actors import COMMAND_LINE
from loiste.sources.inbox import keys
from tests.world import NOW


class Asking:
    """A client with a key of its own. Answers are parsed; the status must be as expected."""

    def __init__(self, client, *scopes: str, name: str = "crm") -> None:
        keys._found.clear()
        self.client = client
        self.key = keys.add_key(name, scopes=list(scopes or ("read", "write")), source=None, by=COMMAND_LINE, now=NOW)

    def heads(self, more: dict | None = None) -> dict:
        return {"authorization": f"Bearer {self.key}", **(more or {})}

    def answer(self, path: str, body=None, **heads):
        more = {name.replace("_", "-"): value for name, value in heads.items()}
        if body is None:
            return self.client.get(f"/api/v1{path}", headers=self.heads(more))
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(f"/api/v1{path}", text, content_type="application/json", headers=self.heads(more))

    def get(self, path: str, status: int = 200):
        return self.checked(self.answer(path), status)

    def post(self, path: str, *items: dict, status: int = 200, **heads):
        return self.checked(self.answer(path, {"items": list(items)}, **heads), status)

    def checked(self, answer, status: int):
        assert answer.status_code == status, answer.content.decode()
        wanted = "application/problem+json" if status >= 400 else "application/json"
        assert answer.headers["Content-Type"].startswith(wanted)
        return json.loads(answer.content)
