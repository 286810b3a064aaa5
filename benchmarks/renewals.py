"""Measures the page of renewals over 10,000 accounts: first of a day, afterwards, and as of a past day."""

import argparse
import re
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import make
import numpy as np
import pyarrow as pa
from facts import facts
from house import NOW
from studio import client

BOUND = 1.0  # seconds, once the contracts of the day are gathered
RUNS = 7
PAST = "2025-12-31"
TODAY = np.datetime64("2026-01-15")
DATED = "benchmark-contracts-dated"


def stated(home: Path) -> None:
    """States of every contract when it renews and by when notice must be given; once in a home."""
    if (home / DATED).exists():
        return
    from loiste.timeline import engine
    from loiste.timeline.append import append

    rows = engine.reader(home).execute(
        "select ref, any_value(account_ref) from signals_subscription where not coalesce(trial, false) "
        "and ref is not null and account_ref is not null group by ref order by ref"
    ).fetchall()  # fmt: skip
    renews = TODAY + np.random.default_rng(7).integers(1, 366, len(rows))
    told = [f'{{"renews_on": "{day}", "notice_on": "{day - 30}"}}' for day in renews]
    table = facts(
        "subscription", "dated", len(rows), ref=pa.array([row[0] for row in rows]), properties=pa.array(told),
        account_ref=pa.array([row[1] for row in rows]), valid_from=np.repeat(TODAY - 60, len(rows)),
    )  # fmt: skip
    append(home, table, source="files", batch="dated", now=NOW)
    (home / DATED).write_text("", encoding="utf-8")


def stand_still() -> None:
    """The clock of the pages stands behind the last signal of the company."""
    from loiste.pages import here
    from loiste.pages.renewals import views

    for module in (here, views):
        module.now = lambda: datetime(2026, 1, 15, 12, tzinfo=UTC)  # type: ignore[attr-defined]


def seconds(asked: Any, where: str) -> tuple[float, int]:
    """Of one page, and how many renewals it tells of."""
    began = time.perf_counter()
    answer = asked.get(where)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"the page answered {answer.status_code}")
    found = re.search(r'id="h-list">([\d,]+)', answer.content.decode())
    return took, int(found[1].replace(",", "")) if found else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=10_000_000)
    given = parser.parse_args()
    home = make.home_of(given.folder, given.accounts, given.signals)
    stated(home)
    stand_still()
    asked = client()
    first, total = seconds(asked, "/renewals/")
    again = [seconds(asked, f"/renewals/?sort=-mrr&page={number}")[0] for number in range(1, RUNS + 1)]
    past = seconds(asked, f"/renewals/?as_of={PAST}")[0]
    median, longest = statistics.median(again), max(again)
    sys.stdout.write(
        f"{given.accounts:,} accounts, {given.signals:,} signals, {total:,} renewals\n"
        f"first of the day {first:.2f} s, afterwards {median:.2f} s (longest {longest:.2f} s), a past day {past:.2f} s\n"
    )
    if longest > BOUND:
        raise SystemExit(f"a page took {longest:.2f} s; at most {BOUND} s are asked for")


if __name__ == "__main__":
    main()
