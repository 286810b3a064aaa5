"""An installation as the image and compose start it: made, served, signed in to, stopped; its headers and its logs."""

import http.client
import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

import pytest

from tests import cluster, deploying
from tests.serving import free_port, until

ADDRESS = "https://loiste.example.org"
EMAIL, PASSWORD, SECRET = "maija.meikalainen@shop.example", "pitkä salasana 2026", "db-secret-5f2c"
PROXY = {"Host": "loiste.example.org", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": ADDRESS}


class Started:
    """The services of compose.yaml as processes here, with what they write in a file each."""

    def __init__(self, folder, socket):
        self.folder, self.port = folder, free_port()
        (folder / "secrets").mkdir()
        (folder / "secrets" / "database_password").write_text(f"{SECRET}\n")
        said = deploying.environment("web", {"LOISTE_URL": ADDRESS})
        self.environ = os.environ | deploying.moved(said, folder, quote(socket, safe=""))
        self.processes = {}

    def run(self, *words, **more):
        """One command to its end."""
        said = deploying.here(list(words), self.port)
        return subprocess.run(said, env=self.environ | more, capture_output=True, text=True, check=True).stdout

    def begin(self, name):
        with (self.folder / f"{name}.log").open("a") as log:
            said = deploying.here(deploying.words(name), self.port)
            self.processes[name] = subprocess.Popen(said, env=self.environ, stdout=log, stderr=log)

    def healthy(self):
        said = deploying.here(deploying.health(), self.port)
        return subprocess.run(said, capture_output=True, check=False).returncode == 0

    def ask(self, path, fields=None, method=None, **heads):
        """(status, headers, text) as the proxy would ask."""
        body = urlencode(fields) if isinstance(fields, dict) else fields
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method or ("POST" if body else "GET"), path, body, {**PROXY, **heads})
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read().decode(errors="replace")
        connection.close()
        return found

    def stop(self, name):
        self.processes[name].terminate()
        return self.processes[name].wait(20)

    def logs(self):
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """Everything up, on a PostgreSQL whose user may do no more than the one of compose."""
    folder = cluster.begin()
    cluster.told("create role loiste login", folder=folder)
    cluster.told("create database loiste owner loiste", folder=folder)
    found = Started(tmp_path_factory.mktemp("deployed"), str(folder))
    found.run(*deploying.words("init"))
    for name in ("web", "worker"):
        found.begin(name)
    with ThreadPoolExecutor() as both:
        both.submit(found.run, "loiste", "user", "add", EMAIL, "--role", "admin", LOISTE_PASSWORD=PASSWORD)
        key = both.submit(found.run, "loiste", "key", "add", "shop", "--scope", "ingest")
    found.key = key.result().split()[0]
    until(found.healthy, what="the health check of the image never passed")
    yield found
    for process in found.processes.values():
        process.kill()
        process.wait()
    cluster.end(folder)


def cookies(heads):
    return [line.split(";")[0] for line in heads.get_all("Set-Cookie", [])]


def sign_in(started, password=PASSWORD):
    """(status, headers) of the answer to the form."""
    _, heads, page = started.ask("/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    fields = {"login": EMAIL, "password": password, "csrfmiddlewaretoken": token}
    status, after, _ = started.ask("/sign-in/", fields, **FORM, Cookie="; ".join(cookies(heads)))
    return status, after


KINDS = {
    "a page": ("/sign-in/", 200), "a page that needs signing in": ("/", 302), "nothing": ("/no/such/", 404),
    "a broken request": ("/sign-in/?a=%00", 400), "a file": ("/static/app.css", 200), "no file": ("/static/no.css", 404),
    "the API without a key": ("/api/v1/accounts", 401), "no address of the API": ("/api/v1/no", 404),
    "events without a body": ("/v1/batch", 405), "health": ("/-/ready", 200), "figures": ("/-/stats", 401),
    "no health": ("/-/no", 404),
}  # fmt: skip


@pytest.mark.parametrize(("path", "status"), KINDS.values(), ids=list(KINDS))
def test_every_kind_of_answer_keeps_foreign_code_out(started, path, status):
    found, heads, _ = started.ask(path)
    assert found == status
    policy = dict(part.split(" ", 1) for part in heads["Content-Security-Policy"].split("; "))
    assert policy["default-src"] in ("'self'", "'none'")
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy) and "http" not in str(policy) and "*" not in str(policy)
    assert heads["Strict-Transport-Security"] == "max-age=31536000"
    assert heads["X-Content-Type-Options"] == "nosniff"
    assert heads["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in heads["Permissions-Policy"]


def test_a_host_that_is_not_ours_and_a_form_without_its_token_are_refused_under_the_same_guards(started):
    for status, heads, _ in (
        started.ask("/", Host="evil.example"),
        started.ask("/sign-in/", {"login": EMAIL}, **FORM | {"Origin": "https://evil.example"}),
    ):
        assert status in (400, 403)
        assert "script-src 'self'" in heads["Content-Security-Policy"]


def test_a_person_signs_in_and_the_cookie_stays_with_this_host_over_https(started):
    status, heads = sign_in(started)
    assert (status, heads["Location"]) == (302, "/")
    (session,) = [line for line in heads.get_all("Set-Cookie") if "sessionid" in line]
    assert session.startswith("__Host-sessionid=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(session.split("; "))
    assert "Domain" not in session
    status, _, page = started.ask("/you/", Cookie="; ".join(cookies(heads)))
    assert status == 200 and EMAIL in page


def test_nothing_personal_and_no_secret_stands_in_the_logs(started):
    event = {"type": "identify", "userId": "u1", "traits": {"email": EMAIL, "name": "Maija Meikäläinen"}}
    body = json.dumps({"batch": [event, {"type": EMAIL}]})
    head = {"Content-Type": "application/json"}
    assert started.ask("/v1/batch", body, Authorization=f"Bearer {started.key}", **head)[0] == 200
    assert started.ask("/v1/batch", body, Authorization="Bearer lo_wrong_key_4711", **head)[0] == 401
    assert sign_in(started, "wrong password 4711")[0] == 200
    assert started.ask(f"/accounts/{EMAIL}/4711/")[0] == 404
    assert started.ask("/sign-in/", {"login": EMAIL, "password": "4711"}, **FORM)[0] == 403
    said = started.logs()
    found = [word for word in (EMAIL, "maija", PASSWORD, started.key, SECRET, "4711", "203.0.113.9") if word in said]
    assert found == [], said


def test_each_stops_at_the_signal_that_the_image_names(started):
    assert deploying.last("STOPSIGNAL") == "SIGTERM"
    assert {name: started.stop(name) for name in ("worker", "web")} == {"worker": 0, "web": 0}
    assert "Traceback" not in started.logs()
    for name in ("web", "worker"):  # the other tests come in any order
        started.begin(name)
    until(started.healthy, what="it did not come back")
