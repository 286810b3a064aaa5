"""Python programs in processes of their own, without the time of importing the libraries anew.

`python(["-m", "loiste", "kpis"], env=...)` does what `subprocess.run([sys.executable, "-m", "loiste", "kpis"], env=...)`
does, and `Program` what `subprocess.Popen` does: a process with its own pid, pipes, environment, folder, randomness and
end. It is forked from a server (one for each process of pytest, tests/forking.py) that has imported libraries and
nothing of Loiste; so what Loiste does as it starts, reading its settings above all, is done by each process anew.

Real new processes stay: `loiste serve` and what it starts (tests/serving.py), the commands of the README, and every
program whose environment makes Python itself start otherwise.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def python(words, *, env, cwd=None):
    """Runs `python WORDS` to its end; gives exit code, stdout and stderr."""
    words = [*map(str, words)]
    if must_be_new(env):
        command = [sys.executable, *words]
        return subprocess.run(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    program = Program(words, env=env, cwd=cwd, stdout=out_end, stderr=err_end)
    os.close(out_end)
    os.close(err_end)
    stdout, stderr = all_of(out, err)
    return subprocess.CompletedProcess(words, program.wait(), stdout, stderr)


class Program:
    """A running `python WORDS`: -m MODULE or -c TEXT, with arguments. Its streams are file descriptors; None is nothing."""

    def __init__(self, words, *, env, cwd=None, stdin=None, stdout=None, stderr=None):
        answer, answer_end = os.pipe()
        nothing = os.open(os.devnull, os.O_RDWR)
        streams = [nothing if each is None else each for each in (stdin, stdout, stderr)]
        request = {"words": [*map(str, words)], "env": dict(env), "cwd": str(cwd or Path.cwd())}
        socket.send_fds(server(os.getpid()), [json.dumps(request).encode()], [*streams, answer_end])
        os.close(nothing)
        os.close(answer_end)
        self.answer = os.fdopen(answer)
        self.pid = int(self.answer.readline() or "0")
        assert self.pid, "the server of forks is gone"

    def kill(self):
        with suppress(ProcessLookupError):  # it may have come to its end
            os.kill(self.pid, signal.SIGKILL)

    def wait(self):
        """The exit code; of a process that a signal ended, the number of the signal below 0."""
        with self.answer:
            return int(self.answer.readline())


def must_be_new(env):
    """Whether Python would start otherwise in this environment than the server did, or there cannot be a server."""
    return not hasattr(os, "pidfd_open") or of_python(env) != of_python(os.environ)


def of_python(env):
    return {name: value for name, value in env.items() if name.startswith(("PYTHON", "LC_")) or name in ("LANG", "TZ")}


def all_of(*pipes):
    """What comes out of each pipe until its end, as text."""
    said, waiting = {pipe: [] for pipe in pipes}, set(pipes)
    while waiting:
        for pipe in select.select(waiting, [], [])[0]:
            piece = os.read(pipe, 1 << 16)
            said[pipe].append(piece)
            if not piece:
                os.close(pipe)
                waiting.remove(pipe)
    return [b"".join(pieces).decode() for pieces in said.values()]


@cache
def server(_pid):
    """Our end of a socket to a server of this process; the server ends when our end does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    number = theirs.fileno()
    process = subprocess.Popen([sys.executable, "-m", "tests.forking", str(number)], cwd=ROOT, pass_fds=[number], stdin=subprocess.DEVNULL)
    theirs.close()
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours
