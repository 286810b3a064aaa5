"""What is kept of the quadrant when a day is judged, and what was kept of a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from loiste.judgement.corners import NOTHING, Row
from loiste.judgement.keeping import PORTION
from loiste.judgement.models import Corner, Cornered
from loiste.judgement.newest import newest

COLUMNS = tuple(one.attname for one in Corner._meta.concrete_fields)


def said(as_of: date, accounts: Iterable[int] | None = None) -> dict[int, Row]:
    """What was said last of each account, or of these, up to and including a day."""
    return {account: Row(*row[1:]) for account, row in newest(Cornered, as_of, Row._fields, accounts).items()}


def keep(rows: Mapping[int, Row], as_of: date) -> None:
    """Stores the rows that say something else than before, and where every account stands."""
    before = said(as_of)
    fresh = {key: row for key, row in rows.items() if before.get(key, NOTHING).shown() != row.shown()}
    made = [Cornered(account_id=account, as_of=as_of, **row._asdict()) for account, row in fresh.items()]
    for start in range(0, len(made), PORTION):
        with transaction.atomic():
            Cornered.objects.bulk_create(made[start : start + PORTION], batch_size=500, ignore_conflicts=True)
    stand({**before, **fresh}, as_of)


def stand(now: Mapping[int, Row], as_of: date) -> None:
    """Brings the rows of where accounts stand up to the day; those that the quadrant is not for have none."""
    stored = {one[0]: one for one in Corner.objects.values_list(*COLUMNS).iterator()}
    wanted = [standing(key, row, stored.get(key), as_of) for key, row in now.items() if row.corner]
    changed = [one for one in wanted if stored.get(one.pk) != tuple(getattr(one, name) for name in COLUMNS)]
    gone = list(stored.keys() - {one.pk for one in wanted})
    for start in range(0, len(changed), PORTION):
        with transaction.atomic():
            Corner.objects.bulk_create(
                changed[start : start + PORTION], batch_size=500, update_conflicts=True, unique_fields=["account"],
                update_fields=COLUMNS[1:],
            )  # fmt: skip
    for start in range(0, len(gone), PORTION):
        Corner.objects.filter(pk__in=gone[start : start + PORTION]).delete()


def standing(account: int, row: Row, stored: tuple[Any, ...] | None, as_of: date) -> Corner:
    same = stored is not None and stored[COLUMNS.index("corner")] == row.corner
    since = stored[COLUMNS.index("since")] if stored and same else as_of
    return Corner(
        account_id=account, corner=row.corner, experience=row.experience, outcomes=row.outcomes,
        experience_coverage=row.experience_coverage, outcomes_coverage=row.outcomes_coverage, since=since,
    )  # fmt: skip
