"""Measures the studio of health models: the effect of a draft on 10,000 accounts, first of a day and afterwards."""

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import make

BOUND = 1.0  # seconds, once the facts of the day are gathered
RUNS = 7
WHO = "bench@example.org"
KEY = "low_touch"


def client() -> Any:
    from django.conf import settings
    from django.test import Client

    from loiste.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    person = User.objects.filter(email=WHO).first() or User.objects.create_user(WHO, None, name="Bench", role="admin")
    signed_in = Client()
    signed_in.force_login(person)
    return signed_in


def stand_still() -> None:
    """The clock of the pages stands behind the last signal of the company."""
    from loiste.pages import here
    from loiste.pages.health_models import listing, studio

    for module in (here, listing, studio):
        module.now = lambda: datetime(2026, 1, 15, 12, tzinfo=UTC)  # type: ignore[attr-defined]


def everyone(green_from: int = 70, metric: str = "usage_rate") -> str:
    """A shipped model that all accounts fall to, so that each change of it moves many."""
    from loiste.judgement import texts, words
    from loiste.judgement.kinds import HEALTH

    raw = words.read(texts.shipped(HEALTH)[KEY].yaml.replace("metric: usage_rate", f"metric: {metric}"))
    return words.written({**raw, "order": 1, "applies": {"everyone": True}, "bands": {"green_from": green_from}})


def seconds(asked: Any, yaml: str) -> float:
    """Of one stroke: the draft is sent, its effect comes back."""
    began = time.perf_counter()
    answer = asked.post(f"/health/models/{KEY}/", {"yaml": yaml}, headers={"hx-request": "true", "hx-target": "effect"})
    took = time.perf_counter() - began
    if answer.status_code != 200 or b"change band" not in answer.content:
        raise SystemExit(f"the studio answered {answer.status_code}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--signals", type=int, default=10_000_000)
    given = parser.parse_args()
    make.home_of(given.folder, given.accounts, given.signals)
    stand_still()
    asked = client()
    first = seconds(asked, everyone())
    strokes = [seconds(asked, everyone(60 + n)) for n in range(RUNS)]
    metric = seconds(asked, everyone(metric="stickiness"))
    median, longest = statistics.median(strokes), max(strokes)
    sys.stdout.write(
        f"{given.accounts:,} accounts, {given.signals:,} signals\n"
        f"first of the day {first:.2f} s, a stroke {median:.2f} s (longest {longest:.2f} s), "
        f"a metric not seen before {metric:.2f} s\n"
    )
    if longest > BOUND:
        raise SystemExit(f"a stroke took {longest:.2f} s; at most {BOUND} s are asked for")


if __name__ == "__main__":
    main()
