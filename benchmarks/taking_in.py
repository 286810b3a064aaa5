"""How much memory and time `loiste import usage` takes, for a small and a large file, with and without ids."""

import csv
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from resource import struct_rusage

from house import ROOT

ACCOUNTS = 500
FEATURES = ("orders", "products", "reports", "discounts", "shipping", "stock")
FIRST = date(2023, 1, 1)


@dataclass(frozen=True)
class Import:
    """One run of the command: rows, seconds, and the peak of its resident memory in MiB."""

    rows: int
    seconds: float
    peak: float


def write_file(path: Path, rows: int, *, with_ids: bool) -> None:
    """A CSV of usage rows; the same arguments give the same file."""
    dice = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        names = ["account_id", "contact_id", "occurred_at", "feature", "count", "duration_seconds", "value"]
        out.writerow([*(["usage_id"] if with_ids else []), *names])
        for number in range(rows):
            account = dice.randrange(ACCOUNTS)
            day = FIRST + timedelta(days=dice.randrange(365))
            at = f"{day} {dice.randrange(24):02}:{dice.randrange(60):02}:{dice.randrange(60):02}"
            facts = [f"a{account}", f"a{account}-{dice.randrange(5)}", at, dice.choice(FEATURES)]
            numbers = [dice.randrange(1, 9), dice.randrange(900), dice.randrange(500)]
            out.writerow([*([f"u{number}"] if with_ids else []), *facts, *numbers])


def loiste(home: Path, *words: str) -> struct_rusage:
    """Runs the command line in a process of its own and returns what it used."""
    environment = os.environ | {"LOISTE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "loiste", *words], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)  # the usage of this child alone, not the largest of all children
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"loiste {' '.join(words)} ended with {process.returncode}")
    return used


def run_once(folder: Path, file: Path, rows: int) -> Import:
    """Imports the file into a fresh home."""
    home = folder / "import-home"
    shutil.rmtree(home, ignore_errors=True)
    loiste(home, "init", "--language", "en")
    began = time.perf_counter()
    used = loiste(home, "import", "usage", str(file))
    seconds = time.perf_counter() - began
    shutil.rmtree(home)
    return Import(rows, seconds, used.ru_maxrss / 1024)


def measured(folder: Path, rows: int, *, with_ids: bool, runs: int) -> Import:
    """Medians of some runs, started from a small process: a child's peak is never below what its parent held."""
    words = [str(folder), str(rows), "ids" if with_ids else "plain", str(runs)]
    done = subprocess.run([sys.executable, __file__, *words], check=True, stdout=subprocess.PIPE, text=True)
    return Import(**json.loads(done.stdout))


def measure_here(folder: Path, rows: int, *, with_ids: bool, runs: int) -> Import:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"usage-{rows}-{'ids' if with_ids else 'plain'}.csv"
    if not file.exists():
        write_file(file, rows, with_ids=with_ids)
    found = [run_once(folder, file, rows) for _ in range(runs)]
    return Import(rows, statistics.median(f.seconds for f in found), statistics.median(f.peak for f in found))


if __name__ == "__main__":
    where, count, ids, times = sys.argv[1:]
    found = measure_here(Path(where), int(count), with_ids=ids == "ids", runs=int(times))
    sys.stdout.write(json.dumps(asdict(found)))
