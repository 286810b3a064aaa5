"""Measures the server time of the accounts page and of the search, with 1,000 and with 100,000 accounts."""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import house

SIZES = (1_000, 100_000)
BOUND = 1.5
ROUNDS = 3
WHO = "bench@example.org"
TODAY = date(2026, 11, 20)
PAGES = {
    "first page": "/accounts/?view=all",
    "sorted by MRR": "/accounts/?sort=-mrr",
    "sorted by last signal": "/accounts/?sort=last_signal_on",
    "filtered by tier, sorted by MRR": "/accounts/?tier=gold&sort=-mrr",
    "filtered by owner": "/accounts/?owner=Owner+7",
    "MRR from 200 to 400": "/accounts/?mrr_min=200&mrr_max=400",
    "renews within 30 days": "/accounts/?renews_in=30",
    "name begins with": "/accounts/?q=yritys+77",
}
DEEP = "page 1,000 (16 with 1,000 accounts), sorted by MRR"
SEARCHES = {"search: a beginning": "yritys 77", "search: inside a name": "kauppa 9", "search: nothing found": "zzzz"}


def fill(count: int) -> None:
    """Rows as a company of this size would have them; every twentieth account knows nothing of its figures."""
    from loiste.accounts.models import Account, Contact, Subscription
    from loiste.metrics.models import Standing

    tiers, places = ("gold", "silver", "bronze"), ("FI", "SE", "NO", "DE")
    Account.objects.bulk_create((
        Account(ref=f"K{n}", name=f"Yritys {n} {'Kauppa' if n % 3 else 'Palvelu'} {n % 97} Oy", business_id=f"{n:07}-1",
                owner=f"Owner {n % 20}", tier=tiers[n % 3], country=places[n % 4], tags=["a", f"t{n % 50}"],
                signed_up_on=TODAY - timedelta(days=n % 1_500), attributes={"industry": f"i{n % 12}"})
        for n in range(count)), batch_size=2_000)  # fmt: skip
    ids = list(Account.objects.order_by("id").values_list("id", flat=True))
    Contact.objects.bulk_create((
        Contact(ref=f"P{n}", account_id=pk, name=f"Etu{n % 300} Suku{n}", email=f"etu{n}@yritys{n}.example")
        for n, pk in enumerate(ids)), batch_size=2_000)  # fmt: skip
    Subscription.objects.bulk_create((
        Subscription(ref=f"S{n}", account_id=pk, plan=("Basic", "Pro")[n % 2], started_on=TODAY - timedelta(days=400))
        for n, pk in enumerate(ids)), batch_size=2_000)  # fmt: skip
    Standing.objects.bulk_create((
        Standing(account_id=pk) if n % 20 == 0 else
        Standing(account_id=pk, mrr=(n * 7919 % 1_000) * 1_000_000, active_users=n % 40, ticket_volume=n % 5,
                 last_signal_on=TODAY - timedelta(days=n * 31 % 300), renews_on=TODAY + timedelta(days=n * 17 % 365))
        for n, pk in enumerate(ids)), batch_size=2_000)  # fmt: skip


def client() -> Any:
    from django.conf import settings
    from django.test import Client

    from loiste.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    person = User.objects.filter(email=WHO).first() or User.objects.create_user(WHO, None, name="Bench", role="admin")
    signed_in = Client()
    signed_in.force_login(person)
    return signed_in


def deep(pages: int) -> str:
    """The address of a page far down the list sorted by MRR."""
    from loiste.metrics.models import Standing
    from loiste.pages.accounts.keyset import Cursor, written

    rows = Standing.objects.filter(mrr__isnull=False).order_by("-mrr", "-account_id")
    last = rows.values_list("mrr", "account_id")[pages * 50]
    return f"/accounts/?sort=-mrr&after={written(Cursor(*last))}"


def milliseconds(work: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Medians of `runs` after a first that is not counted: of time on the wall, of time of the processor."""
    times = []
    for _run in range(runs + 1):
        wall, work_time = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - work_time))
    wall_times, work_times = zip(*times[1:], strict=True)
    return 1000 * statistics.median(wall_times), 1000 * statistics.median(work_times)


def measured(count: int, runs: int) -> Iterator[str]:
    """A line for each page; the home is filled first when it holds nothing."""
    from loiste.accounts.models import Account

    if not Account.objects.exists():
        fill(count)
    signed_in = client()
    addresses = PAGES | {DEEP: deep(min(999, count // 50 - 4))}
    addresses |= {name: f"/search/?q={q.replace(' ', '+')}" for name, q in SEARCHES.items()}

    def get(address: str) -> None:
        if signed_in.get(address).status_code != 200:
            raise AssertionError(address)

    for name, address in addresses.items():
        wall, work = milliseconds(lambda address=address: get(address), runs)
        yield f"{name}\t{wall}\t{work}\n"


def apart(home: Path, count: int, runs: int) -> dict[str, list[float]]:
    """Wall and processor time of each page, counted in a process of its own."""
    out = subprocess.run(
        [sys.executable, __file__, "--home", str(home), "--accounts", str(count), "--runs", str(runs)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    rows = (line.split("\t") for line in out.stdout.splitlines())
    return {name: [float(value) for value in values] for name, *values in rows}


def in_turn(folder: Path, runs: int) -> list[dict[str, list[float]]]:
    """For each size the medians over rounds in which the sizes take turns, so that other load meets both alike."""
    for count in SIZES:
        apart(folder / str(count), count, 1)
    rounds = [[apart(folder / str(count), count, runs) for count in SIZES] for _round in range(ROUNDS)]
    return [
        {name: [statistics.median(one[place][name][part] for one in rounds) for part in (0, 1)]
         for name in rounds[0][place]}
        for place in range(len(SIZES))
    ]  # fmt: skip


def table(folder: Path, runs: int) -> Iterator[str]:
    """Lines of Markdown for the results."""
    small, large = in_turn(folder, runs)
    yield from ("## Accounts page and search", "", "Milliseconds of server time, medians; the sizes took turns.", "")
    yield f"| page | {SIZES[0]:,} accounts | {SIZES[1]:,} accounts | ratio (bound {BOUND}) | processor time, ratio |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, (wall, work) in large.items():
        ratios = f"{wall / small[name][0]:.2f} | {work / small[name][1]:.2f}"
        yield f"| {name} | {small[name][0]:.1f} | {wall:.1f} ({work:.1f} of the processor) | {ratios} |"
    yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a home for one size; without it both are measured")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "loiste-bench" / "pages")
    parser.add_argument("--accounts", type=int, default=SIZES[0])
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    if asked.home is None:
        sys.stdout.write("\n".join(table(asked.folder, asked.runs)))
        return
    house.wake(asked.home)
    for line in measured(asked.accounts, asked.runs):
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
