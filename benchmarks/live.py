"""How fast events are accepted and drained. `python benchmarks/live.py` writes benchmarks/live.md; see docs/speed.md."""

import argparse
import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from house import ROOT

RESULTS = Path(__file__).parent / "live.md"
EVENTS, THREADS, TURN = 100, 4, "@turn"


def batch(run: str, number: int) -> bytes:
    """A delivery of 100 events as a client writes them, some 30 KB; no two hold the same ids."""
    now = datetime.now(UTC).isoformat()
    event = {
        "type": "track", "event": "Order Completed", "timestamp": now, "integrations": {},
        "properties": {"value": 12.5, "currency": "EUR", "products": ["a", "b", "c"], "page": "/checkout"},
    }  # fmt: skip
    context = {"library": {"name": "analytics-python", "version": "2.4.0"}}
    events = [
        event | {"userId": f"u{n % 1000}", "messageId": f"{run}-{number}-{n}", "context": context | {"groupId": f"g{n}"}}
        for n in range(EVENTS)
    ]
    return json.dumps({"batch": events, "sentAt": now}).encode()


def send(port: int, key: str, seconds: float, run: str) -> tuple[float, float]:
    """(deliveries a second, 99th percentile of the answer in ms) of four threads that send one after the other."""
    bodies = [batch(TURN, n) for n in range(100)]
    head = {"Authorization": "Basic " + key, "Content-Type": "application/json"}
    took: list[float] = []

    def work(mine: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        end, number = time.perf_counter() + seconds, mine
        while (start := time.perf_counter()) < end:
            turn = f"{run}-{number // len(bodies):05}"
            body = bodies[number % len(bodies)].replace(TURN.encode(), turn.encode())  # no event is sent twice
            connection.request("POST", "/v1/batch", body, head)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"answered {answer.status}")
            took.append(time.perf_counter() - start)
            number += THREADS

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / seconds, statistics.quantiles(took, n=100)[98] * 1000


class Server:
    """A process that serves, ended with its whole group."""

    def __init__(self, port: int, *words: str, **environ: str) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT / "benchmarks", start_new_session=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"} | environ,
        )  # fmt: skip
        for _ in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server never listened")

    def end(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)


def loiste(home: Path, *words: str) -> str:
    environ = os.environ | {"LOISTE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "loiste", *words], env=environ, capture_output=True, text=True, check=True)
    return done.stdout


def accepting(folder: Path, runs: int, seconds: float) -> list[str]:
    """Loiste and the bare handler by turns."""
    import base64

    home, bare = folder / "accept", folder / "bare"
    loiste(home, "init")
    bare.mkdir()
    key = base64.b64encode(f"{loiste(home, 'key', 'add', 'web', '--scope', 'ingest').strip()}:".encode()).decode()
    granian = ("-m", "granian", "--interface", "wsgi", "bare:application", "--port", "18778", "--workers", "1")
    servers = [
        Server(18777, "-m", "loiste", "serve", "--no-worker", "--port", "18777", LOISTE_HOME=str(home)),
        Server(18778, *granian, "--blocking-threads", "4", "--log-level", "warning", BARE_HOME=str(bare)),
    ]
    found: list[list[tuple[float, float]]] = [[], []]
    for run in range(runs + 1):  # the first warms up
        for place, server in enumerate(servers):
            result = send(server.port, key, seconds, f"run{run}")
            if run:
                found[place].append(result)
    for server in servers:
        server.end()
    (own, own_p99), (other, other_p99) = (tuple(map(statistics.median, zip(*side, strict=True))) for side in found)
    return [
        "## Accepting batches of 100", "",
        "| | deliveries a second | events a second | p99 ms |", "| --- | ---: | ---: | ---: |",
        f"| Loiste | {own:,.0f} | {own * EVENTS:,.0f} | {own_p99:.1f} |",
        f"| bare handler | {other:,.0f} | {other * EVENTS:,.0f} | {other_p99:.1f} |",
        f"| ratio (bounds 0.8, 4) | {own / other:.2f} | {own / other:.2f} | {own_p99 / other_p99:.2f} |", "",
    ]  # fmt: skip


def draining(home: Path, known: int, deliveries: int, run: str) -> float:
    """Events drained a second, in a home with so many known live signals received lately."""
    words = [str(Path(__file__).parent / "draining.py"), str(known), str(deliveries), run]
    environ = os.environ | {"LOISTE_HOME": str(home), "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"}
    return float(subprocess.run([sys.executable, *words], env=environ, capture_output=True, text=True, check=True).stdout)


def drains(folder: Path, sizes: list[int], runs: int, deliveries: int) -> list[str]:
    homes = {size: folder / f"known-{size}" for size in sizes}
    for home in homes.values():
        loiste(home, "init")
        loiste(home, "key", "add", "web", "--scope", "ingest")
    found: dict[int, list[float]] = {size: [] for size in sizes}
    for run in range(runs):
        for size, home in homes.items():
            found[size].append(draining(home, size, deliveries, f"run{run}"))
    medians = {size: statistics.median(each) for size, each in found.items()}
    first = medians[sizes[0]]
    out = ["## Draining", "", "| known signals | events a second | ratio (bound 0.8) |", "| ---: | ---: | ---: |"]
    return [*out, *(f"| {size:,} | {rate:,.0f} | {rate / first:.2f} |" for size, rate in medians.items()), ""]


def at_once(folder: Path, seconds: float) -> list[str]:
    """Sending while the worker drains: events accepted a second meanwhile, and drained a second until none waits."""
    import base64

    home = folder / "at-once"
    loiste(home, "init")
    secret = loiste(home, "key", "add", "web", "--scope", "ingest").strip()
    server = Server(18776, "-m", "loiste", "serve", "--port", "18776", LOISTE_HOME=str(home))
    key = base64.b64encode(f"{secret}:".encode()).decode()
    send(server.port, key, 2.0, "warm")
    emptied(home)
    start = time.perf_counter()
    accepted = send(server.port, key, seconds, "both")[0] * seconds
    sent = time.perf_counter() - start
    emptied(home)
    took = time.perf_counter() - start
    server.end()
    return [
        "## Accepting and draining at once", "",
        f"Sent for {sent:.0f} s: {accepted * EVENTS / sent:,.0f} events a second accepted while a worker drained; "
        f"all drained after {took:.1f} s, that is {accepted * EVENTS / took:,.0f} a second from the first on.", "",
    ]  # fmt: skip


def emptied(home: Path) -> None:
    """Waits until nothing waits in the inbox."""
    import sqlite3

    with sqlite3.connect(f"file:{home / 'loiste.sqlite3'}?mode=ro", uri=True) as store:
        while store.execute("select exists (select 1 from sources_delivery)").fetchone()[0]:
            time.sleep(0.05)


def visible(folder: Path) -> list[str]:
    """Seconds from an answer of 200 until the timeline holds the event, with a worker running."""
    import base64

    home = folder / "visible"
    loiste(home, "init")
    secret = loiste(home, "key", "add", "web", "--scope", "ingest").strip()
    server = Server(18779, "-m", "loiste", "serve", "--port", "18779", LOISTE_HOME=str(home))
    time.sleep(3)
    connection = http.client.HTTPConnection("127.0.0.1", 18779)
    head = {"Authorization": "Basic " + base64.b64encode(f"{secret}:".encode()).decode()}
    connection.request("POST", "/v1/batch", batch("seen", 1), head)
    connection.getresponse().read()
    start, blocks = time.perf_counter(), home / "blocks"
    while not list(blocks.glob("usage/[!.]*.parquet")) and time.perf_counter() - start < 60:
        time.sleep(0.02)
    took = time.perf_counter() - start
    server.end()
    return ["## Visible", "", f"An event stands on the timeline {took:.1f} s after it was acknowledged (bound 5).", ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--known", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--deliveries", type=int, default=3_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="loiste-live-"))
    out = ["# Events", "", f"{datetime.now(UTC).date()}; load {os.getloadavg()[0]:.1f} at the start; medians of {asked.runs}.", ""]
    for part in (
        lambda: accepting(folder, asked.runs, asked.seconds),
        lambda: drains(folder, asked.known, asked.runs, asked.deliveries),
        lambda: at_once(folder, 2 * asked.seconds),
        lambda: visible(folder),
    ):
        out += part()
        sys.stderr.write("\n".join(out) + "\n")
    RESULTS.write_text("\n".join(out), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
