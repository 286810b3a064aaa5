"""Two web and two worker processes on one PostgreSQL, killed at random moments, and the server itself coming and going."""

import json
import os
import random
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress

import pytest

from tests import cluster
from tests.command import as_json, loiste
from tests.integration.test_kills import Sender
from tests.serving import Serving, post, tracks, until, wait

KILLS = int(os.environ.get("LOISTE_KILLS", "8"))
VICTIMS = ("worker", "web", "backend", "serve")
pytestmark = [
    pytest.mark.store,
    pytest.mark.skipif(not cluster.wanted(), reason="SQLite is for the processes of one server"),
]


@pytest.fixture(scope="module")
def store():
    """A cluster of its own: one of whose processes one is killed ends all connections."""
    folder = cluster.begin()
    cluster.told("create database loiste", folder=folder)
    yield folder
    cluster.end(folder)


@pytest.fixture(scope="module")
def home(store, tmp_path_factory):
    found = tmp_path_factory.mktemp("several") / "home"
    loiste(found, "init", DATABASE_URL=cluster.url("loiste", store))
    return found


class Everything:
    """Two servers without workers, and two workers, on one database."""

    def __init__(self, home, store):
        self.home, self.folder = home, store
        self.environ = {"DATABASE_URL": cluster.url("loiste", store)}
        self.servers = [Serving(home, "--no-worker", **self.environ) for _ in range(2)]
        self.workers = [None, None]

    def start(self):
        for server in self.servers:
            server.start()
        for number in range(2):
            self.begin_worker(number)
        return self

    def begin_worker(self, number):
        self.workers[number] = subprocess.Popen(
            [sys.executable, "-m", "loiste", "worker"], stderr=subprocess.DEVNULL, env=os.environ | self.environ | {"LOISTE_HOME": str(self.home)}
        )

    def strike(self, victim):
        number = random.randrange(2)
        if victim == "worker":
            self.workers[number].kill()
            self.workers[number].wait()
            self.begin_worker(number)
        elif victim == "backend":
            self.kill_a_backend()
        elif victim == "serve":
            self.servers[number].kill()
            self.servers[number].start()
        else:
            for pid in self.servers[number].web():
                os.kill(pid, signal.SIGKILL)

    def kill_a_backend(self):
        """kill -9, upon which the server ends all others, too, and recovers."""
        with suppress(Exception):  # it may be recovering from the last one
            busy = cluster.told("select pid from pg_stat_activity where datname = 'loiste'", folder=self.folder)
            os.kill(random.choice(busy)[0], signal.SIGKILL)

    def drained(self):
        def empty():
            with suppress(AssertionError):
                found = as_json(self.home, "doctor", **self.environ)
                return found["inbox"] == 0 and found

        return until(empty, what="the inbox was never drained")

    def end(self):
        for server in self.servers:
            server.end()
        for worker in self.workers:
            if worker is not None:
                worker.kill()
                worker.wait()


@pytest.fixture
def everything(home, store):
    found = Everything(home, store)
    yield found
    found.end()


class Both(Sender):
    """Sends to one server and the other, as behind a balancer."""

    def __init__(self, servers, secret):
        super().__init__(servers[0], secret)
        self.servers = servers

    def delivered(self, batch):
        self.serving = random.choice(self.servers)
        return super().delivered(batch)


def test_nothing_acknowledged_is_lost_or_doubled_whatever_is_killed(everything):
    everything.start()
    sender = Both(everything.servers, loiste(everything.home, "key", "add", "both", "--source", "web", "--scope", "ingest", **everything.environ).strip())
    sender.start()
    for number in range(KILLS):
        for _ in range(random.randrange(2, 12)):
            wait()
        everything.strike(VICTIMS[number % 4])
    sender.stop()
    found = everything.drained()
    assert sender.acknowledged > 0
    assert (found["signals"], found["problems"]) == (sender.acknowledged, [])


def ready(server):
    try:
        with urllib.request.urlopen(f"{server.address}/-/ready", timeout=10) as answer:
            return answer.status, None
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Retry-After"]


def refused(server, path, **more):
    request = urllib.request.Request(f"{server.address}{path}", **more)
    with pytest.raises(urllib.error.HTTPError) as found:
        urllib.request.urlopen(request, timeout=30)
    return found.value.code, found.value.headers["Retry-After"], found.value.read().decode()


def test_a_database_that_goes_away_is_said_and_needs_no_restart_when_it_is_back(everything):
    home, environ, server = everything.home, everything.environ, everything.servers[0]
    secret = loiste(home, "key", "add", "web", "--scope", "ingest", **environ).strip()
    server.start()
    assert ready(server) == (200, None)
    data = everything.folder / "data"
    cluster.as_owner(cluster.program("pg_ctl"), "-D", data, "-m", "fast", "-w", "stop")
    assert ready(server) == (503, "10")
    assert post(server.address, tracks(range(2)), secret=secret)[0] == 503
    assert post(server.address, tracks(range(2)), secret="of nobody")[0] == 503
    code, wait_for, page = refused(server, "/sign-in/", headers={"Cookie": "sessionid=" + "a" * 32})
    assert (code, wait_for) == (503, "10") and "database does not answer" in page
    said = loiste(home, "kpis", exit_code=1, **environ)
    assert said.startswith("loiste: The database does not answer: ") and said.count("\n") == 1
    assert json.loads(loiste(home, "doctor", "--json", exit_code=1, **environ))["problems"][0].startswith("The database")
    cluster.start(everything.folder)
    assert ready(server) == (200, None)
    assert post(server.address, tracks(range(2)), secret=secret)[0] == 200
