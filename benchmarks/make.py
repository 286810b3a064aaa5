"""Makes a home with many accounts and signals over three years. The same sizes give the same signals."""

import argparse
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from house import CURRENCY, NOW, wake

TICKETS, ANSWERS = 0.01, 0.01  # tickets and answers per signal; a ticket has some four signals
DONE = "benchmark-done"


def rates() -> None:
    """Two currencies, at each month end."""
    from loiste.sources.models import Rate

    days = (np.arange("2023-01", "2026-02", dtype="datetime64[M]").astype("datetime64[D]") - 1).tolist()
    Rate.objects.bulk_create(
        Rate(day=day, currency=currency, rate=base + 1_234_567 * ((7 * n) % 11))
        for n, day in enumerate(days)
        for currency, base in (("SEK", 86_000_000), ("USD", 915_000_000))
        if currency != CURRENCY
    )


def fill(home: Path, accounts: int, signals: int) -> int:
    """Fills an empty home, a month at a time, so that memory stays bounded; returns the number of signals."""
    import company
    import events

    from loiste.accounts.verbs import ensure_accounts
    from loiste.timeline.append import append

    dice = np.random.default_rng(2026)
    firm = company.found_company(dice, accounts)
    ensure_accounts(firm.refs.to_pylist(), source="files", by="benchmark", now=NOW, made_by_row=False)
    rates()
    base = [
        *company.attributes(dice, firm), *company.subscriptions(dice, firm), *company.milestones(dice, firm),
        company.costs(dice),
    ]  # fmt: skip
    made = append(home, pa.concat_tables(base), source="files", batch="base", now=NOW)
    months = events.months()
    for number, month in enumerate(months):
        helped, asked = int(signals * TICKETS / len(months)), int(signals * ANSWERS / len(months))
        parts = [*events.tickets(dice, firm, month, helped), events.answers(dice, firm, month, asked)]
        others = sum(part.num_rows for part in parts)
        due = (signals - made) // (len(months) - number) - others
        parts.append(events.usage(dice, firm, month, due))
        made += append(home, pa.concat_tables(parts), source="files", batch=month.key, now=NOW)
    return made


def home_of(folder: Path, accounts: int, signals: int) -> Path:
    """The home of these sizes, made when it is not there yet; Loiste is awake in it."""
    home = folder / f"{accounts}-{signals}"
    ready = (home / DONE).exists()
    if not ready:
        shutil.rmtree(home, ignore_errors=True)
    wake(home)
    if not ready:
        began = time.perf_counter()
        made = fill(home, accounts, signals)
        (home / DONE).write_text(f"{made} signals in {time.perf_counter() - began:.0f} s\n", encoding="utf-8")
    return home


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=10_000_000)
    asked = parser.parse_args()
    home = home_of(asked.folder, asked.accounts, asked.signals)
    sys.stdout.write(f"{home}: {(home / DONE).read_text(encoding='utf-8')}")


if __name__ == "__main__":
    main()
