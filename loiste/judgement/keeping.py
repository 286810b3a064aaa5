"""What is kept of a day's judgements: rows of those that changed, where each account stands, and what it adds up to."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from django.db import transaction

from loiste.judgement.by_override import by_hand, overrides_on
from loiste.judgement.models import Health, Judged, Score
from loiste.judgement.newest import newest
from loiste.judgement.shapes import Floats

PORTION = 5_000  # rows a transaction, so that others who write need not wait long
MONTH = timedelta(days=28)  # over which a change of health is told
COLUMNS = tuple(one.attname for one in Health._meta.concrete_fields)  # the account first


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
Rows = Mapping[int, Row]  # by the id of the account's row


class Said(NamedTuple):
    """A stored row, and from which day on it holds."""

    since: date
    row: Row


def said(as_of: date, accounts: Iterable[int] | None = None) -> dict[int, Said]:
    """What was said last of each account, or of these few, up to and including a day."""
    found = newest(Score, as_of, Row._fields, accounts)
    return {account: Said(row[0], Row(*row[1:])) for account, row in found.items()}


def last_judged(upto: date | None = None) -> date | None:
    """The newest judged day, or the newest up to a day: what is shown on it was said then."""
    rows = Judged.objects.all() if upto is None else Judged.objects.filter(as_of__lte=upto)
    return rows.order_by("-as_of").values_list("as_of", flat=True).first()


def keep(rows: Rows, as_of: date, *, today: date, last: bool = True) -> None:
    """Stores the rows that say something else than before, and where accounts stand today unless a day follows."""
    before = said(as_of)
    fresh = {account: row for account, row in rows.items() if before_of(before, account).shown() != row.shown()}
    made = [Score(account_id=account, as_of=as_of, **row._asdict()) for account, row in fresh.items()]
    for start in range(0, len(made), PORTION):
        with transaction.atomic():
            Score.objects.bulk_create(made[start : start + PORTION], batch_size=500, ignore_conflicts=True)
    if last:
        stand({account: Said(as_of, row) for account, row in fresh.items()} | without(before, fresh), as_of, today)


def before_of(before: Mapping[int, Said], account: int) -> Row:
    return before[account].row if account in before else NOTHING


def without(before: Mapping[int, Said], fresh: Rows) -> dict[int, Said]:
    return {account: said for account, said in before.items() if account not in fresh}


def stand(now: Mapping[int, Said], as_of: date, today: date) -> None:
    """Brings the rows of where accounts stand up to the day, with the overrides that hold today."""
    wanted = standings(now, said(as_of - MONTH), as_of, overrides_on(today))
    stored = {one[0]: one for one in Health.objects.values_list(*COLUMNS).iterator()}
    changed = [one for key, one in wanted.items() if stored.get(key) != tuple(getattr(one, name) for name in COLUMNS)]
    gone = [account for account in stored if account not in wanted]
    for start in range(0, len(changed), PORTION):
        with transaction.atomic():
            Health.objects.bulk_create(
                changed[start : start + PORTION], batch_size=500, update_conflicts=True, unique_fields=["account"],
                update_fields=COLUMNS[1:],
            )  # fmt: skip
    for start in range(0, len(gone), PORTION):
        Health.objects.filter(pk__in=gone[start : start + PORTION]).delete()


def stand_anew(account: int, today: date) -> None:
    """Brings the row of one account up to the overrides that hold today."""
    as_of, one = last_judged() or today, [account]
    hand = {key: score for key, score in overrides_on(today).items() if key == account}
    wanted = standings(said(as_of, one), said(as_of - MONTH, one), as_of, hand)
    Health.objects.filter(pk=account).delete()
    Health.objects.bulk_create(wanted.values())


def standings(
    now: Mapping[int, Said], earlier: Mapping[int, Said], as_of: date, hand: Mapping[int, float]
) -> dict[int, Health]:  # fmt: skip
    every = dict.fromkeys(hand, Said(as_of, NOTHING)) | dict(now)
    return {key: standing(key, one, earlier.get(key), hand.get(key)) for key, one in every.items()}


def standing(account: int, one: Said, earlier: Said | None, hand: float | None) -> Health:
    row, before = one.row, earlier.row.score if earlier else None
    change = None if row.score is None or before is None else row.score - before
    score, band = (row.score, row.band) if hand is None else by_hand(hand, row.model, row.version)
    return Health(
        account_id=account, score=score, band=band, coverage=row.coverage, model=row.model, since=one.since,
        before=before, change=change, by_hand=hand is not None,
    )  # fmt: skip


def summed(groups: Mapping[int, str], mrr: Mapping[int, float]) -> dict[str, list[int]]:
    """Group -> accounts, MRR in millionths, accounts of unknown MRR. `groups`: of each account, a band or a corner.

    An account's MRR comes as a float of major units, which tells millionths apart up to two milliards.
    """
    found: dict[str, list[int]] = {}
    for account, group in groups.items():
        counts = found.setdefault(group, [0, 0, 0])
        worth = mrr.get(account, np.nan)
        unknown = bool(np.isnan(worth))
        counts[0] += 1
        counts[1] += 0 if unknown else round(worth * 1_000_000)
        counts[2] += unknown
    return found


def paired(accounts: np.ndarray[tuple[int], np.dtype[np.int64]], values: Floats) -> dict[int, float]:
    return dict(zip(accounts.tolist(), values.tolist(), strict=True))
