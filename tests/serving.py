"""A real `loiste serve` in a process group of its own, on a free port, and programs that speak to it."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.command import as_json, environment, loiste


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait():
    """A moment in another process, so that tests need no clock of their own."""
    subprocess.run(["sleep", "0.1"], check=True)


def until(true, tries=300, what="it never came true"):
    """Tries until `true()` is; at most `tries` moments."""
    for _ in range(tries):
        found = true()
        if found:
            return found
        wait()
    raise AssertionError(what)


class Serving:
    """`serve` with a home; keys are made on demand."""

    def __init__(self, home: Path, *options, **environ):
        self.home, self.options, self.environ = home, options, environ
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "loiste", "serve", "--port", str(self.port), *self.options],
            env=environment(self.home, **self.environ), stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        until(self.alive, what="the server never answered")
        return self

    def alive(self):
        try:
            with urllib.request.urlopen(f"{self.address}/-/live", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def processes(self):
        """(pid, command line) of everything in the group."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.getpgid(int(entry.name)) == self.process.pid:
                        state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                        if state not in "ZX":
                            found.append((int(entry.name), (entry / "cmdline").read_text().replace("\0", " ")))
                except (ProcessLookupError, FileNotFoundError, PermissionError):
                    continue
        return found

    def worker(self):
        return next((pid for pid, line in self.processes() if line.rstrip().endswith("loiste worker")), None)

    def web(self):
        """The process that answers requests: a child of `serve` that is not the worker."""
        return [pid for pid, line in self.processes() if pid != self.process.pid and " serve " in line]

    def kill(self):
        """Kills `serve` alone, as a crash would, and waits until all of its group is gone."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        until(lambda: not self.processes(), tries=80, what="children outlived serve")

    def end(self):
        if self.process is not None:
            for pid, _line in self.processes():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self.process.wait()

    def doctor(self):
        return as_json(self.home, "doctor")

    def drained(self):
        """The doctor's findings once the inbox is empty."""
        return until(lambda: (found := self.doctor())["inbox"] == 0 and found, what="the inbox was never drained")


def key(home, name="web", scope="ingest"):
    return loiste(home, "key", "add", name, "--scope", scope).strip()


def post(address, body, *, secret=None, headers=(), path="/v1/batch"):
    """(status, JSON) of a delivery."""
    head = {"Content-Type": "application/json", **dict(headers)}
    if secret:
        head["Authorization"] = "Basic " + base64.b64encode(f"{secret}:".encode()).decode()
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(f"{address}{path}", data=data, headers=head, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def tracks(numbers, run="m"):
    """A batch of events with ids of their own."""
    return {
        "batch": [
            {"type": "track", "event": "Opened", "userId": f"u{n % 7}", "messageId": f"{run}-{n}", "context": {"groupId": "acme"}}
            for n in numbers
        ]
    }
