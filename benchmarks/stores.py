"""PostgreSQL beside SQLite, by turns in one run: `python benchmarks/stores.py` writes benchmarks/stores.md.

PostgreSQL is one of its own, made for the run, that waits for the disk as SQLite does here; see docs/speed.md.
"""

import argparse
import base64
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import house

RESULTS = Path(__file__).parent / "stores.md"
BOUND = 1.5
STORES = ("sqlite", "postgresql")
SERVER = {"listen_addresses": "", "max_connections": "50"}  # all else as it comes
Times = dict[str, float]


@contextmanager
def postgresql() -> Iterator[Path]:
    """The folder of a running server."""
    from tests import cluster

    folder = cluster.begin(SERVER)
    try:
        yield folder
    finally:
        cluster.end(folder)


class Bench:
    """A home of each store for each thing that is measured."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder, self.server = folder, server

    @contextmanager
    def at(self, store: str, name: str) -> Iterator[Path]:
        """Inside, programs that are started use this store; the home is the same folder each time."""
        from tests import cluster

        if store == "postgresql":
            database = name.replace("-", "_")
            if not cluster.told(f"select 1 from pg_database where datname = '{database}'", folder=self.server):
                cluster.told(f"create database {database}", folder=self.server)
            os.environ["DATABASE_URL"] = cluster.url(database, self.server)
        try:
            yield self.folder / f"{name}-{store}"
        finally:
            os.environ.pop("DATABASE_URL", None)

    def analysed(self, name: str) -> None:
        """What PostgreSQL would do by itself within a minute."""
        from tests import cluster

        cluster.told("analyze", name.replace("-", "_"), self.server)


def by_turns(bench: Bench, name: str, work: Callable[[Path, int], Times], runs: int) -> dict[str, Times]:
    """Medians of each store; the first turn warms up and is left out."""
    found: dict[str, list[Times]] = {store: [] for store in STORES}
    for run in range(runs + 1):
        for store in STORES:
            with bench.at(store, name) as home:
                times = work(home, run)
            if run:
                found[store].append(times)
        if not run:
            bench.analysed(name)
    return {
        store: {what: statistics.median(one[what] for one in rounds) for what in rounds[0]}
        for store, rounds in found.items()
    }


def pages(home: Path, run: int) -> Times:
    import pages as accounts_pages

    return {name: wall for name, (wall, _work) in accounts_pages.apart(home, 100_000, 1 if not run else 9).items()}


def program(text: str, home: Path, *words: str) -> str:
    path = f"{house.ROOT}:{house.ROOT / 'benchmarks'}"
    environ = os.environ | {"LOISTE_HOME": str(home), "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "loiste.settings"}
    done = subprocess.run([sys.executable, "-c", text, str(home), *words], env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


KPIS = """
import sys, time
from pathlib import Path
import counting, make
folder, name = Path(sys.argv[1]), "KPI table, one month end"
home = make.home_of(folder, 10_000, 1_000_000)
work = counting.counted(home, next(task for task in counting.tasks() if task.name == name))
work()
times = []
for _ in range(3):
    start = time.perf_counter()
    work()
    times.append(time.perf_counter() - start)
sys.stdout.write(str(sorted(times)[1]))
"""


def kpis(home: Path, run: int) -> Times:
    return {"KPI table, one month end": float(program(KPIS, home).splitlines()[-1])}


def draining(home: Path, run: int) -> Times:
    import live

    if not run:
        live.loiste(home, "init")
        live.loiste(home, "key", "add", "web", "--scope", "ingest")
    return {"draining 100,000 events": 100_000 / live.draining(home, 1_000_000, 1_000, f"run{run}")}


class Accepting:
    """One server of each store, which stays up."""

    def __init__(self) -> None:
        self.servers: dict[Path, tuple[object, str]] = {}

    def __call__(self, home: Path, run: int) -> Times:
        import live

        if home not in self.servers:
            live.loiste(home, "init")
            key = base64.b64encode(f"{live.loiste(home, 'key', 'add', 'web', '--scope', 'ingest').strip()}:".encode()).decode()
            port = 18790 + len(self.servers)
            server = live.Server(port, "-m", "loiste", "serve", "--no-worker", "--port", str(port), LOISTE_HOME=str(home), LOISTE_INBOX_LIMIT="1000000")
            self.servers[home] = server, key
        server, key = self.servers[home]
        rate, slow = live.send(server.port, key, 4, f"run{run}")
        return {"accepting 1,000 batches of 100": 1_000 / rate, "accepting, 99th percentile of an answer": slow / 1_000}

    def end(self) -> None:
        for server, _key in self.servers.values():
            server.end()


def table(title: str, found: dict[str, Times], unit: str, factor: float, digits: int) -> Iterator[str]:
    yield from (f"## {title}", "", f"| {unit} | SQLite | PostgreSQL | ratio (bound {BOUND}) |", "| --- | ---: | ---: | ---: |")
    for name, own in found["sqlite"].items():
        other = found["postgresql"][name]
        yield f"| {name} | {own * factor:,.{digits}f} | {other * factor:,.{digits}f} | {other / own:.2f} |"
    yield ""


def measured(bench: Bench, runs: int, only: str) -> Iterator[str]:
    accepting = Accepting()
    parts = {
        "counting": ("Counting, 10,000 accounts and 1,000,000 signals", kpis, "seconds", 1, 3),
        "pages": ("Accounts page and search, 100,000 accounts", pages, "milliseconds", 1, 1),
        "draining": ("Draining, 1,000,000 known signals", draining, "seconds", 1, 3),
        "accepting": ("Accepting, four senders", accepting, "milliseconds", 1_000, 1),
    }
    try:
        for key, (title, work, *shown) in parts.items():
            if key in (only or key):
                yield from table(title, by_turns(bench, key, work, runs), *shown)
    finally:
        accepting.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="counting, pages, draining, accepting; several parted by commas")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="loiste-stores-"))
    load = f"{datetime.now(UTC):%Y-%m-%d}; load {os.getloadavg()[0]:.1f} at the start; medians of {asked.runs}, by turns."
    try:
        with postgresql() as server:
            lines = ["# PostgreSQL beside SQLite", "", load, "", *measured(Bench(folder, server), asked.runs, asked.only)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines)
    if not asked.only:
        RESULTS.write_text(text.rstrip() + "\n", encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
