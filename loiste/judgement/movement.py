"""Whose health moved most in 28 days, as it stands now or stood on a past day, and the trail of their scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery

from loiste.accounts.models import Account
from loiste.judgement.keeping import MONTH
from loiste.judgement.models import Score

LEAST = 1.0  # points; less is no move
WEEKS = 12  # that a trail is long
FAR_BACK = timedelta(days=400)  # how old the score may be with which a trail begins


@dataclass(frozen=True)
class Moved:
    """`score` and `band` at the end, `change` in points since 28 days before."""

    account: Account
    score: float
    band: str
    change: float


Both = tuple[list[Moved], list[Moved]]


def now(accounts: QuerySet[Account], most: int) -> Both:
    """Those that fell most and those that rose most by the last day judged."""
    seen = accounts.select_related("health")
    fell = seen.filter(health__change__lte=-LEAST).order_by("health__change", "id")[:most]
    rose = seen.filter(health__change__gte=LEAST).order_by("-health__change", "id")[:most]
    return [standing(one) for one in fell], [standing(one) for one in rose]


def standing(account: Account) -> Moved:
    """Who moved has a score of the machine's on both days; an override stands in its place in lists only."""
    row = account.health
    score = (row.before or 0.0) + (row.change or 0.0) if row.by_hand else row.score or 0.0
    return Moved(account, score, "" if row.by_hand else row.band, row.change or 0.0)


def on_day(accounts: QuerySet[Account], day: date, most: int) -> Both:
    """The same as of a past judged day, from the scores that were kept."""
    said = {"told": held(day, "score"), "band_then": held(day, "band"), "before": held(day - MONTH, "score")}
    moved = accounts.annotate(**said).annotate(moved=F("told") - F("before"))
    fell = moved.filter(moved__lte=-LEAST).order_by("moved", "id")[:most]
    rose = moved.filter(moved__gte=LEAST).order_by("-moved", "id")[:most]
    return [of_row(one) for one in fell], [of_row(one) for one in rose]


def held(day: date, column: str) -> Subquery:
    """What the newest row of an account's scores says by a day."""
    rows = Score.objects.filter(account=OuterRef("pk"), as_of__lte=day).order_by("-as_of")
    return Subquery(rows.values(column)[:1])


def of_row(account: Account) -> Moved:
    told = vars(account)
    return Moved(account, told["told"], told["band_then"], told["moved"])


def trails(accounts: Iterable[int], day: date) -> dict[int, list[Decimal | None]]:
    """The scores of these accounts at the end of each of the last weeks, oldest first; None = none was kept."""
    said: dict[int, list[tuple[date, float | None]]] = {account: [] for account in accounts}
    rows = Score.objects.filter(account__in=said, as_of__range=(day - FAR_BACK, day)).order_by("as_of")
    for account, as_of, score in rows.values_list("account_id", "as_of", "score"):
        said[account].append((as_of, score))
    ends = [day - timedelta(weeks=weeks) for weeks in reversed(range(WEEKS + 1))]
    return {account: [last(told, end) for end in ends] for account, told in said.items()}


def last(told: list[tuple[date, float | None]], day: date) -> Decimal | None:
    """The score that held on the day."""
    held_then = [score for as_of, score in told if as_of <= day]
    return Decimal(str(held_then[-1])) if held_then and held_then[-1] is not None else None
