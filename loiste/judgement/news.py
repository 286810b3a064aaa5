"""What was judged differently of accounts within some days: bands, alerts, segments, overrides."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from loiste.accounts.models import Account
from loiste.judgement.models import Alert, Judged, Membership, Override, Score

Kind = Literal["band", "opened", "closed", "entered", "left", "overridden", "given_back"]
MOST = 500  # of a kind: those of the accounts that pay most
M = TypeVar("M", bound=Model)
PAYING = F("account__standing__mrr").desc(nulls_last=True)


@dataclass(frozen=True)
class News:
    """One change. `row`: the score, alert, membership or override it is told by; `before`: of a band, the one before
    all of these days, empty where there was no score."""

    kind: Kind
    account: Account
    day: date
    row: Model
    before: str = ""


@dataclass(frozen=True)
class Told:
    """`cut`: there are more than are named."""

    news: list[News]
    cut: bool


def news(accounts: QuerySet[Account], first: date, last: date) -> Told:
    """What changed of these accounts from `first` to `last`, both among them, in no order; one question a kind."""
    found = [turned(accounts, first, last), *alerts(accounts, first, last), *segments(accounts, first, last)]
    found += overrides(accounts, first, last)
    return Told([one for some in found for one in some], any(len(some) == MOST for some in found))


def turned(accounts: QuerySet[Account], first: date, last: date) -> list[News]:
    """Bands at the end of the days that were another before them; none where nothing was judged before."""
    if not Judged.objects.filter(as_of__lt=first).exists():
        return []
    earlier = Score.objects.filter(account=OuterRef("account"), as_of__lt=first).order_by("-as_of")
    later = Score.objects.filter(account=OuterRef("account"), as_of__gt=OuterRef("as_of"), as_of__lte=last)
    rows = among(Score.objects.filter(~Exists(later), as_of__range=(first, last)), accounts)
    rows = rows.annotate(before=Coalesce(Subquery(earlier.values("band")[:1]), Value("")))
    return [
        News("band", one.account, one.as_of, one, vars(one)["before"]) for one in rows.exclude(band=F("before"))[:MOST]
    ]


def alerts(accounts: QuerySet[Account], first: date, last: date) -> list[list[News]]:
    opened = among(Alert.objects.filter(opened_on__range=(first, last)), accounts)[:MOST]
    closed = among(Alert.objects.filter(state="closed", closed_on__range=(first, last)), accounts)[:MOST]
    ended = [News("closed", one.account, one.closed_on, one) for one in closed if one.closed_on]
    return [[News("opened", one.account, one.opened_on, one) for one in opened], ended]


def segments(accounts: QuerySet[Account], first: date, last: date) -> list[list[News]]:
    """What accounts did of themselves; what a changed text did is no change of the account."""
    came = among(Membership.objects.filter(from_day__range=(first, last), by_rule_in=False), accounts)[:MOST]
    went = among(Membership.objects.filter(to_day__range=(first, last), by_rule_out=False), accounts)[:MOST]
    left = [News("left", one.account, one.to_day, one) for one in went if one.to_day]
    return [[News("entered", one.account, one.from_day, one) for one in came], left]


def overrides(accounts: QuerySet[Account], first: date, last: date) -> list[list[News]]:
    day = timedelta(days=1)
    over = Q(ended_on__range=(first, last)) | Q(ended_on=None, expires__range=(first - day, last - day))
    rows = Override.objects.select_related("author", "ended_by")
    made = among(rows.filter(day__range=(first, last)), accounts)[:MOST]
    past = among(rows.filter(over), accounts)[:MOST]
    given_back = [News("given_back", one.account, one.ended_on or one.expires + day, one) for one in past]
    return [[News("overridden", one.account, one.day, one) for one in made], given_back]


def among(rows: QuerySet[M], accounts: QuerySet[Account]) -> QuerySet[M]:
    """Those of these accounts, of the ones that pay most first."""
    inside = rows.filter(account__in=accounts.order_by().values("pk"))
    return inside.select_related("account__standing").order_by(PAYING, "account_id", "id")
