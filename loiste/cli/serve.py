"""`loiste serve` and `loiste worker`: the web server with one worker child, and a worker alone."""

import os
import signal
import subprocess
import sys
import threading

import click

from loiste.cli import start
from loiste.plain.json_log import tell_all
from loiste.plain.parent import PARENT, follow_parent


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--no-worker", is_flag=True, help="Only the web server; run `loiste worker` elsewhere.")
def serve_command(host: str, port: int, no_worker: bool) -> None:
    """Serve the pages, and keep one worker running beside them."""
    start.start()
    start.check_key()
    start.migrate()
    from django.db import connections

    connections.close_all()  # a child that inherits a connection must not speak on it
    os.environ[PARENT] = str(os.getpid())  # children end when this process does
    from granian import Granian
    from granian.constants import Interfaces

    child = None if no_worker else Child()
    click.echo(f"Loiste: http://{host}:{port}", err=True)
    server = Granian(
        "loiste.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=1, blocking_threads=4, respawn_failed_workers=True, log_access=False, log_level="warning",
    )  # fmt: skip
    try:
        server.serve()
    finally:
        if child:
            child.stop()


class Child:
    """A worker process, started again when it ends by itself."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process = self.begin()
        threading.Thread(target=self.watch, daemon=True).start()

    def begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "loiste", "worker"])  # noqa: S603  (our own program)

    def watch(self) -> None:
        while not self.stopping.is_set():
            self.process.wait()
            if not self.stopping.wait(1):
                self.process = self.begin()

    def stop(self) -> None:
        self.stopping.set()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()


@click.command("worker")
def worker_command() -> None:
    """Bring what arrives to the timeline and keep accounts and readings up to date, until stopped."""
    home, _ = start.start()
    start.migrate()
    from loiste.jobs import worker

    follow_parent()
    tell_all()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.work(home, stop)
