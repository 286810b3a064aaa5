"""Walks the API's list of accounts by cursor to its end and times its pages; see docs/speed.md.

`python benchmarks/api_list.py` writes benchmarks/api_list.md: SQLite and PostgreSQL by turns, each in a process of its own.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import house

RESULTS = Path(__file__).parent / "api_list.md"
BOUND = 1.5  # a page at the end beside one at the start
PART = 0.05  # of the pages: the start, the middle, the end
SLICES = {"all accounts": "", "of a tier (a third)": "&tier=gold"}


def walked(client: object, key: str, query: str, limit: int) -> tuple[int, list[float]]:
    """How many accounts came, each once, and the seconds of each page."""
    seen: set[str] = set()
    rows, times, cursor = 0, [], ""
    while cursor is not None:
        start = time.perf_counter()
        answer = client.get(
            f"/api/v1/accounts?limit={limit}&cursor={cursor}{query}", headers={"authorization": f"Bearer {key}"}
        )
        times.append(time.perf_counter() - start)
        page = json.loads(answer.content)
        seen.update(one["id"] for one in page["items"])
        rows, cursor = rows + len(page["items"]), page["next"]
    if rows != len(seen):
        raise AssertionError("an account came twice")
    return rows, times


def parts(times: list[float]) -> dict[str, float]:
    """Medians in milliseconds: of the first pages but the very first, of those in the middle, of the last."""
    many = max(3, round(len(times) * PART))
    middle = len(times) // 2 - many // 2
    cut = {"start": times[1 : many + 1], "middle": times[middle : middle + many], "end": times[-many - 1 : -1]}
    return {name: 1000 * statistics.median(some) for name, some in cut.items()}


def measured(home: Path, accounts: int, limit: int) -> dict[str, dict[str, float]]:
    """For each slice the parts and how many accounts it has; the home is filled when it holds nothing."""
    house.wake(home)
    import pages
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from loiste.accounts.actors import COMMAND_LINE
    from loiste.accounts.models import Account
    from loiste.sources.inbox.keys import add_key

    settings.ALLOWED_HOSTS, settings.API_RATE = ["testserver"], 10**9
    if not Account.objects.exists():
        pages.fill(accounts)
        with connection.cursor() as cursor:
            cursor.execute("analyze")
    key = add_key(f"bench {time.time()}", scopes=["read"], source=None, by=COMMAND_LINE, now=house.NOW)
    found = {}
    for name, query in SLICES.items():
        rows, times = walked(Client(), key, query, limit)
        found[name] = {"accounts": rows, "pages": len(times)} | parts(times)
    return found


def apart(home: Path, accounts: int, limit: int) -> dict[str, dict[str, float]]:
    words = ["--home", str(home), "--accounts", str(accounts), "--limit", str(limit)]
    out = subprocess.run([sys.executable, __file__, *words], check=True, capture_output=True, text=True)
    return json.loads(out.stdout.splitlines()[-1])


def table(folder: Path, accounts: int, limit: int, runs: int) -> Iterator[str]:
    import stores

    with stores.postgresql() as server:
        bench = stores.Bench(folder, server)
        rounds: dict[str, list[dict[str, dict[str, float]]]] = {store: [] for store in stores.STORES}
        for _run in range(runs):
            for store in stores.STORES:
                with bench.at(store, "list") as home:
                    rounds[store].append(apart(home, accounts, limit))
    yield f"| list, {limit} on a page | store | accounts | pages | start ms | middle ms | end ms | end beside start (bound {BOUND}) |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name in SLICES:
        for store, every in rounds.items():
            one = {part: statistics.median(found[name][part] for found in every) for part in every[0][name]}
            times = " | ".join(f"{one[part]:.1f}" for part in ("start", "middle", "end"))
            yield f"| {name} | {store} | {one['accounts']:,.0f} | {one['pages']:,.0f} | {times} | {one['end'] / one['start']:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="measure this home alone, and print it in JSON")
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    if asked.home:
        sys.stdout.write(json.dumps(measured(asked.home, asked.accounts, asked.limit)) + "\n")
        return
    load = f"{datetime.now(UTC):%Y-%m-%d}; load {os.getloadavg()[0]:.1f} at the start; medians of {asked.runs} walks, by turns."
    folder = Path(tempfile.mkdtemp(prefix="loiste-list-"))
    try:
        lines = [
            "# The API's list of accounts, walked to its end",
            "",
            load,
            "",
            *table(folder, asked.accounts, asked.limit, asked.runs),
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
