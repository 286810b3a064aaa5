"""The page of one account with a million signals of its own: server time of each part, in a home with other accounts."""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from facts import chosen, facts, texts
from house import NOW, wake

BOUND = 0.2  # seconds
DAYS, LAST = 1100, np.datetime64("2026-01-14")
BIG, OTHERS, PEOPLE = "BIG", 2000, 400
FEATURES = ("orders", "products", "reports", "stock", "themes")
PARTS = {
    "whole page": "",
    "older": "?kind=usage&to=2024-06-30",
    "by channel": "?channel=mail",
    "usage": "?part=usage",
    "people": "?part=people",
    "subscriptions": "?part=subscriptions",
    "tickets": "?part=tickets",
    "answers": "?part=answers",
    "notes": "?part=notes",
    "attributes": "?part=attributes",
    "as of a past day": "?as_of=2024-12-31",
}


@dataclass(frozen=True)
class Timing:
    """Seconds of one part: the first time, and of the runs behind it the median, the longest, and the processor's."""

    name: str
    first: float
    median: float
    longest: float
    work: float


def moments(dice: np.random.Generator, day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[us]") + dice.integers(5 * 60, 20 * 60, len(day)) * np.timedelta64(60_000_000, "us")


def usage(dice: np.random.Generator, refs: Any, contacts: Any, rows: int, key: str, first: int, days: int) -> pa.Table:
    day = LAST - first - dice.integers(0, days, rows)
    return facts(
        "usage", key, rows, name=chosen(FEATURES, dice.integers(0, len(FEATURES), rows)), day=day,
        occurred_at=moments(dice, day), account_ref=refs, contact_ref=contacts, quantity=np.ones(rows),
    )  # fmt: skip


def told(kind: str, key: str, rows: int, **columns: Any) -> pa.Table:
    """Facts of which some are the same in every row."""
    same = {name: pa.repeat(pa.scalar(v), rows) for name, v in columns.items() if isinstance(v, str | float)}
    return facts(kind, key, rows, **columns | same)


def rest(dice: np.random.Generator, rows: int) -> pa.Table:
    """Tickets, answers, notes, milestones, attributes, a subscription and people of the large account."""
    day, count = LAST - dice.integers(0, DAYS, rows), np.arange(rows)
    big, who = pa.repeat(pa.scalar(BIG), rows), texts("p", dice.integers(0, PEOPLE, rows))
    shared: dict[str, Any] = {"day": day, "occurred_at": moments(dice, day), "account_ref": big}
    one = np.full(1, LAST - DAYS)
    return pa.concat_tables([
        told("ticket", "o", rows, name="opened", ref=texts("t", count), contact_ref=who, channel="mail", **shared),
        told("answer", "a", rows, name="nps", value=dice.integers(0, 11, rows).astype(float), scale=10.0,
              contact_ref=who, **shared),
        told("note", "n", rows // 10, name="call", text="Talked", **{k: v[: rows // 10] for k, v in shared.items()}),
        told("attribute", "x", 2, name=pa.array(["name", "tier"]), text=pa.array(["Big Oy", "gold"]),
              account_ref=big[:2], day=np.repeat(one, 2)),
        told("milestone", "m", 1, name="first_value", day=one, account_ref=big[:1]),
        told("subscription", "s", 1, ref="S1", day=one, until=np.array(["9999-12-31"], "datetime64[D]"),
              amount=np.array([5_000_000_000]), plan="Pro", account_ref=big[:1]),
        told("contact", "c", PEOPLE, ref=texts("p", np.arange(PEOPLE)), contact_ref=texts("p", np.arange(PEOPLE)),
              text=texts("Person ", np.arange(PEOPLE)), account_ref=pa.repeat(pa.scalar(BIG), PEOPLE)),
    ])  # fmt: skip


def fill(home: Path, signals: int) -> None:
    """`signals` of the large account, a tenth of them no usage, and as many of all the others."""
    from loiste.accounts.projection import project
    from loiste.accounts.verbs import ensure_accounts
    from loiste.timeline.append import append

    dice = np.random.default_rng(2026)
    refs = [BIG, *(f"K{n}" for n in range(OTHERS))]
    ensure_accounts(refs, source="files", by="benchmark", now=NOW, made_by_row=False)
    append(home, rest(dice, signals // 21), source="files", batch="rest", now=NOW)
    parts, portion = 12, signals * 9 // 10 // 12
    for number in range(parts):
        span = DAYS // parts
        for key, who in (
            ("big", pa.repeat(pa.scalar(BIG), portion)),
            ("other", texts("K", dice.integers(0, OTHERS, portion))),
        ):
            people = texts("p", dice.integers(0, PEOPLE, portion))
            table = usage(dice, who, people, portion, f"{key}{number}", number * span, span)
            append(home, table, source="files", batch=f"{key}{number}", now=NOW)
    project(home, as_of=NOW.date())


def home_of(folder: Path, signals: int) -> Path:
    home = folder / f"page-{signals}"
    ready = (home / "benchmark-done").exists()
    wake(home)
    if not ready:
        fill(home, signals)
        (home / "benchmark-done").write_text("done\n", encoding="utf-8")
    return home


def timings(runs: int) -> list[Timing]:
    """Each part asked through the whole stack of middleware, by a signed-in person."""
    from django.conf import settings
    from django.test import Client

    from loiste.accounts.models import Account, User

    settings.ALLOWED_HOSTS = ["testserver"]
    person = User.objects.filter(email="bench@example.org").first()
    client = Client()
    client.force_login(person or User.objects.create_user("bench@example.org", None, role="admin"))
    address = f"/accounts/{Account.objects.get(ref=BIG).public_id}/"
    client.get("/you/")
    return [timed(client, name, address + part, runs) for name, part in PARTS.items()]


def timed(client: Any, name: str, address: str, runs: int) -> Timing:
    seconds, work = [], []
    for _ in range(runs + 1):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        seconds.append(time.perf_counter() - began)
        work.append(time.process_time() - worked)
        if answer.status_code != 200:
            raise AssertionError(f"{address}: {answer.status_code}")
    return Timing(name, seconds[0], statistics.median(seconds[1:]), max(seconds[1:]), statistics.median(work[1:]))


def table(folder: Path, signals: int, runs: int) -> list[str]:
    """Lines of the report, in a process that looks at this home only."""
    home_of(folder, signals)
    out = [
        f"## Account page, {signals:,} signals of one account", "",
        "| part | first s | median s (bound 0.2) | longest s | processor s |", "| --- | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    found = timings(runs)
    rows = [
        f"| {one.name} | {one.first:.3f} | {one.median:.3f} | {one.longest:.3f} | {one.work:.3f} |" for one in found
    ]
    return [*out, *rows, ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "loiste-bench")
    parser.add_argument("--signals", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    sys.stdout.write("\n".join(table(asked.folder, asked.signals, asked.runs)))


if __name__ == "__main__":
    main()
