"""Measures the home page of somebody who owns 10,000 accounts, beside that of somebody who owns 100 among as many."""

import argparse
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import house
import pages

ACCOUNTS = 10_000
FEW = 100
RUNS = 15
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TURNED = 20  # one account of so many turned yesterday
ADDRESSES = {
    "my accounts": "/home/", "in 28 days": "/home/?days=28", "as of a past day": "/home/?as_of=2026-11-13",
}  # fmt: skip


def fill() -> None:
    """Scores of 13 weeks, an alert for every fiftieth account, segments; a hundred accounts are a second person's."""
    from loiste.accounts.models import Account
    from loiste.judgement.models import Alert, Health, Judged, Membership, Score

    pages.fill(ACCOUNTS)
    Account.objects.update(owner="Many")
    ids = list(Account.objects.order_by("id").values_list("id", flat=True))
    Account.objects.filter(id__in=ids[:FEW]).update(owner="Few")
    today = NOW.date()
    days = [today - timedelta(days=1 + 7 * week) for week in range(13)][::-1]
    Judged.objects.bulk_create(Judged(as_of=day, at=NOW, accounts=ACCOUNTS) for day in days)
    bands = ("red", "yellow", "green")
    rows = ((pk, week, day) for week, day in enumerate(days) for pk in ids if (pk + week) % 3 == 0 or pk % TURNED == 0)
    Score.objects.bulk_create((
        Score(account_id=pk, as_of=day, score=(pk * 31 + week * 7) % 100, band=bands[(pk + week) % 3], coverage=1,
              model="low_touch") for pk, week, day in rows), batch_size=2_000)  # fmt: skip
    Health.objects.bulk_create((
        Health(account_id=pk, score=pk % 100, band=bands[pk % 3], coverage=1, since=days[-1], before=50,
               change=pk % 100 - 50) for pk in ids), batch_size=2_000)  # fmt: skip
    Alert.objects.bulk_create((
        Alert(account_id=pk, rule="turned_red", sort="worry", severity="high", opened_on=days[-1], at=NOW,
              stake=pk * 1_000_000, currency="EUR") for pk in ids[::50]), batch_size=2_000)  # fmt: skip
    Membership.objects.bulk_create((
        Membership(account_id=pk, segment="new_customers", version=0, from_day=days[-1]) for pk in ids[::100]
    ), batch_size=2_000)  # fmt: skip


def client(name: str) -> Any:
    from django.conf import settings
    from django.test import Client

    from loiste.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    email = f"{name.lower()}@example.org"
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)
    signed_in = Client()
    signed_in.force_login(person)
    return signed_in


def stand_still() -> None:
    """The clock of the pages stands on the day after the last one judged."""
    from loiste.pages.home import views

    views.now = lambda: NOW  # type: ignore[attr-defined]


def milliseconds(asked: Any, address: str) -> float:
    def get() -> None:
        answer = asked.get(address)
        if answer.status_code != 200 or b"h-moves" not in answer.content:
            raise SystemExit(f"{address} answered {answer.status_code}")

    return statistics.median([pages.milliseconds(get, RUNS)[0] for _round in range(3)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "loiste-bench" / "home")
    house.wake(parser.parse_args().home)
    from loiste.accounts.models import Account

    if not Account.objects.exists():
        fill()
    stand_still()
    few, many = client("Few"), client("Many")
    sys.stdout.write(
        f"## Home\n\n| page | {FEW} accounts | {ACCOUNTS - FEW:,} accounts | ratio |\n| --- | ---: | ---: | ---: |\n"
    )
    for name, address in ADDRESSES.items():
        small, large = milliseconds(few, address), milliseconds(many, address)
        sys.stdout.write(f"| {name} | {small:.0f} ms | {large:.0f} ms | {large / small:.2f} |\n")


if __name__ == "__main__":
    main()
