"""Measures the quadrant at 10,000 accounts: laying a judged day out and keeping it, and the page over 27 weeks."""

import argparse
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import make

BOUND = 1.0  # seconds of the page
RUNS = 7
DAY = date(2026, 1, 15)
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def stand_still() -> None:
    """The clock of the pages stands behind the last signal of the company."""
    from loiste.pages import here
    from loiste.pages.quadrant import views

    for module in (here, views):
        module.now = lambda: NOW  # type: ignore[attr-defined]


def judged(home: Path) -> tuple[float, float]:
    """Seconds of judging the newest of two days, and how many of them went into the quadrant."""
    from loiste.judgement import judge
    from loiste.judgement.models import Corner, Cornered, Health, Judged, Score
    from loiste.organisation import config

    for rows in (Judged, Cornered, Corner, Score, Health):
        rows.objects.all().delete()
    spent: list[float] = []
    lay_out = judge.laid_out

    def timed(*given: Any) -> Any:
        began = time.perf_counter()
        found = lay_out(*given)
        spent.append(time.perf_counter() - began)
        return found

    judge.laid_out = timed  # type: ignore[assignment]
    ours = config.load(home)
    list(judge.judge_days(home, ours, [DAY - timedelta(days=28)], now=NOW))
    began = time.perf_counter()
    list(judge.judge_days(home, ours, [DAY], now=NOW))
    return time.perf_counter() - began, spent[-1]


def earlier_weeks() -> None:
    """Days judged for the trend, with the counts of the newest."""
    from loiste.judgement.models import Judged

    newest = Judged.objects.get(as_of=DAY)
    rows = [Judged(as_of=DAY - timedelta(days=n), at=NOW, accounts=0, quadrant=newest.quadrant) for n in range(29, 190)]
    Judged.objects.bulk_create(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=1_000_000)
    given = parser.parse_args()
    home = make.home_of(given.folder, given.accounts, given.signals)
    from studio import client

    stand_still()
    whole, laid_out = judged(home)
    earlier_weeks()
    asked, took = client(), []
    for _ in range(RUNS):
        began = time.perf_counter()
        if asked.get("/quadrant/").status_code != 200:
            raise SystemExit("the page did not answer")
        took.append(time.perf_counter() - began)
    sys.stdout.write(
        f"{given.accounts:,} accounts, {given.signals:,} signals\n"
        f"judging a day {whole:.1f} s, of it laying out and keeping {laid_out:.2f} s; "
        f"the page {statistics.median(took):.2f} s (longest {max(took):.2f} s)\n"
    )
    if statistics.median(took) > BOUND:
        raise SystemExit(f"the page took {statistics.median(took):.2f} s; at most {BOUND} s are asked for")


if __name__ == "__main__":
    main()
