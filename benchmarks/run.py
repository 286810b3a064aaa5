"""Measures Loiste's speed and writes benchmarks/results.md. `python benchmarks/run.py --help` tells the sizes."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import make
import pages
import taking_in
from taking_in import Import

BOUND, MEMORY_BOUND = 2.0, 1.5
RESULTS = Path(__file__).parent / "results.md"
BYTES_A_SIGNAL = 80  # on disk, while it is being made


@dataclass(frozen=True)
class Line:
    """One row of the table: seconds of each side; the ratio of wall times and that of processor times."""

    name: str
    loiste: float
    hand: float
    ratio: float
    work_ratio: float
    polars: float | None
    pandas: float | None


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def others(name: str, tables: Any, days: list[date]) -> list[Callable[[], Any]]:
    """What polars and pandas count beside: the movements whole, of the KPI table a part."""
    import beside_pandas
    import beside_polars

    if name.startswith("MRR"):
        return [lambda: beside_polars.movements(tables, days), lambda: beside_pandas.movements(tables, days)]
    return [
        lambda: beside_polars.usage_and_answers(tables, days),
        lambda: beside_pandas.usage_and_answers(tables, days),
    ]


def lines(home: Path, runs: int, other_runs: int) -> Iterator[Line]:
    """Each task, after its values were found to be the same on all sides. No `other_runs`: without polars and pandas."""
    import counting

    tables = counting.shared_tables(home)
    for task in counting.tasks():
        works = [counting.counted(home, task), counting.written(tables, task)]
        beside = others(task.name, tables, task.month_ends) if other_runs else []
        check(task.name, [work() for work in (*works, *beside)])
        own, hand = counting.in_turn(works, runs)
        seconds = [timing.seconds for timing in counting.in_turn(beside, other_runs)] or [None, None]
        line = Line(task.name, own.seconds, hand.seconds, own.seconds / hand.seconds, own.work / hand.work, *seconds)
        say(str(line))
        yield line


def check(name: str, found: list[dict[Any, Any]]) -> None:
    """AssertionError when the sides do not say the same."""
    import counting

    own, hand, *rest = found
    wrong = counting.differences(own, hand)
    for part in rest:
        shared = part.keys() & own.keys()
        wrong += counting.differences({key: own[key] for key in shared}, {key: part[key] for key in shared})
    if wrong:
        raise AssertionError(f"{name}: {len(wrong)} values differ, the first: {wrong[0]}")


def table(title: str, found: list[Line]) -> list[str]:
    out = [
        f"## {title}", "",
        "| task | Loiste s | hand s | ratio (bound 2) | ratio of processor time | polars s | pandas s |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for line in found:
        beside = " | ".join("-" if seconds is None else f"{seconds:.2f}" for seconds in (line.polars, line.pandas))
        own = f"{line.loiste:.2f} | {line.hand:.2f} | {line.ratio:.2f} | {line.work_ratio:.2f}"
        out.append(f"| {line.name} | {own} | {beside} |")
    return [*out, ""]


def imports(folder: Path, sizes: list[int], runs: list[int]) -> list[str]:
    """The table of imports: the small file and the large one, with and without ids."""
    out = [
        "## Import of usage", "",
        "| rows | ids | runs | seconds | rows a second | peak memory MiB | ratio (bound 1.5) |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for with_ids in (True, False):
        first: Import | None = None
        for rows, times in zip(sizes, runs, strict=True):
            one = taking_in.measured(folder, rows, with_ids=with_ids, runs=times)
            first = first or one
            ratio = "-" if one is first else f"{one.peak / first.peak:.2f}"
            say(str(one))
            numbers = f"{one.seconds:.1f} | {rows / one.seconds:,.0f} | {one.peak:.0f} | {ratio}"
            out.append(f"| {rows:,} | {'yes' if with_ids else 'no'} | {times} | {numbers} |")
    return [*out, ""]


def account_page(folder: Path, signals: int, runs: int) -> list[str]:
    """The table of the account page, from a process of its own: one home per process."""
    words = [sys.executable, str(Path(__file__).with_name("account_page.py")), "--folder", str(folder)]
    command = [*words, "--signals", str(signals), "--runs", str(runs)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines() + [""]


def machine() -> str:
    """Processor, memory and versions in one line."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    return f"{os.cpu_count()} x {models[0] if models else platform.machine()}, {memory:.0f} GiB; {versions}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "loiste-bench")
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--import-rows", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--import-runs", type=int, nargs="*", default=[5, 5])
    parser.add_argument("--other-runs", type=int, default=5, help="of polars and pandas; 0 leaves them out")
    parser.add_argument("--page-signals", type=int, default=1_000_000, help="of the account whose page is asked; 0: none")
    parser.add_argument("--page-runs", type=int, default=15, help="of the accounts page and search; 0 leaves them out")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    if shutil.disk_usage(asked.folder.parent).free < BYTES_A_SIGNAL * asked.signals:
        raise SystemExit(f"{asked.folder.parent} has no room for {asked.signals} signals; name another --folder.")
    home = make.home_of(asked.folder, asked.accounts, asked.signals)
    when = f"{date.today()}; {machine()}; load {os.getloadavg()[0]:.1f} at the start"
    found = list(lines(home, asked.runs, asked.other_runs))
    runs = f"Medians of {asked.runs} runs, of polars and pandas {asked.other_runs}"
    out = ["# Results", "", f"{when}. {runs}. Written by `make bench`; see docs/speed.md.", ""]
    out += table(f"{asked.accounts:,} accounts, {asked.signals:,} signals", found)
    if asked.import_rows:
        out += imports(asked.folder / "import", asked.import_rows, asked.import_runs)
    if asked.page_signals:
        out += account_page(asked.folder, asked.page_signals, asked.runs)
    if asked.page_runs:
        out += pages.table(asked.folder / "pages", asked.page_runs)
    asked.out.write_text("\n".join(out), encoding="utf-8")
    say(f"written to {asked.out}")


if __name__ == "__main__":
    main()
