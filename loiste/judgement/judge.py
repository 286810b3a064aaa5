"""Judging: every account's health as of a day, counted once and kept."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from django.db import transaction
from django.db.models import Max

from loiste.accounts.models import Account
from loiste.judgement import members, needs
from loiste.judgement.facts import Known, Needs, gather
from loiste.judgement.health import Health, judged
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.models import Judged, Score
from loiste.judgement.texts import Model, every, models
from loiste.metrics.by_account import Ints
from loiste.organisation.config import Organisation

PORTION = 5_000  # rows a transaction, so that others who write need not wait long


class Row(NamedTuple):
    """What is stored of one account; `score` and `coverage` None and 0 where nothing can be said."""

    score: float | None
    band: str
    coverage: float
    model: str
    version: int

    def shown(self) -> tuple[int | None, str, int, str, int]:
        """What makes a difference: whole points, and whole per cents of coverage."""
        points = None if self.score is None else round(self.score)
        return points, self.band, round(100 * self.coverage), self.model, self.version


NOTHING = Row(None, "", 0.0, "", 0)


def accounts() -> Ints:
    """Ids of the rows of all accounts that are no part of another, rising."""
    return np.fromiter(Account.objects.filter(merged_into=None).order_by("id").values_list("id", flat=True), np.int64)


def needed(texts: Sequence[Model]) -> Needs:
    found = Needs()
    for one in texts:
        found |= needs.of_model(one.text)
    return found


def health(
    home: Path, organisation: Organisation, texts: Sequence[Model], *, as_of: date, known_by: datetime | None = None
) -> tuple[Known, list[Health]]:
    """All accounts' health under these models as of a day; `known_by` (UTC, naive): as was known before that moment."""
    known = gather(home, organisation, needed(texts), as_of, accounts(), known_by=known_by)
    return known, judged([one.text for one in texts], known)


def judge(home: Path, organisation: Organisation, *, as_of: date, now: datetime) -> int | None:
    """Judges a day under the models in force and keeps what changed; returns the number of accounts with a score.

    A day that was judged, or that lies before one that was, is left as it stands, and None is returned: what was said
    stays said. `now` is aware. A day is marked as judged last of all, so that one interrupted is judged again.
    """
    last = Judged.objects.aggregate(day=Max("as_of"))["day"]
    if last is not None and as_of <= last:
        return None
    texts = models()
    wanted = needed(texts) | members.needed(every(SEGMENT).values())
    known = gather(home, organisation, wanted, as_of, accounts())
    found = judged([one.text for one in texts], known)
    rows = dict.fromkeys(known.accounts.tolist(), NOTHING)
    for model, one in zip(texts, found, strict=True):
        rows |= rows_of(model, known, one)
    keep(rows, as_of)
    members.keep(home, every(SEGMENT).values(), known, as_of=as_of, now=now)
    scored = sum(row.score is not None for row in rows.values())
    Judged.objects.create(as_of=as_of, at=now, versions={m.text.key: m.version for m in texts}, accounts=scored)
    return scored


def catch_up(home: Path, organisation: Organisation, *, as_of: date, now: datetime) -> None:
    """Counts members by the segments' texts that nobody was counted by yet, so that lists need not wait for judging."""
    before = members.versions()
    lacking = [one for one in every(SEGMENT).values() if before.get(one.text.key) != one.version]
    if not lacking:
        return
    known = gather(home, organisation, members.needed(lacking), as_of, accounts())
    members.keep(home, lacking, known, as_of=as_of, now=now)


def rows_of(model: Model, known: Known, one: Health) -> dict[int, Row]:
    """Rows of the accounts that a model holds for."""
    return {
        account: Row(None if np.isnan(score) else score, band or "", coverage, model.text.key, model.version)
        for account, score, band, coverage in zip(
            known.accounts[one.places].tolist(), one.scored.score.tolist(), one.bands.tolist(),
            one.scored.coverage.tolist(), strict=True,
        )
    }  # fmt: skip


def newest() -> dict[int, Row]:
    """What was said last of each account."""
    last = Score.objects.values("account").annotate(day=Max("as_of")).values_list("account", "day")
    days = dict(last)
    stored = Score.objects.filter(as_of__in=set(days.values())).values_list("account_id", "as_of", *Row._fields)
    return {row[0]: Row(*row[2:]) for row in stored.iterator() if days[row[0]] == row[1]}


def keep(rows: dict[int, Row], as_of: date) -> None:
    """Stores the rows that say something else than before."""
    before = newest()
    fresh = [
        Score(account_id=account, as_of=as_of, **row._asdict())
        for account, row in rows.items()
        if before.get(account, NOTHING).shown() != row.shown()
    ]
    for start in range(0, len(fresh), PORTION):
        with transaction.atomic():
            Score.objects.bulk_create(fresh[start : start + PORTION], batch_size=500, ignore_conflicts=True)
