"""Who moved from corner to corner between two days judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import Account, User
from loiste.judgement.models import Cornered, Judged
from loiste.organisation.config import Organisation
from loiste.pages.account.wish import day_or_none
from loiste.pages.numbers import Amount
from loiste.pages.quadrant.words import QUIET, Name
from loiste.pages.tiers.board import money

BACK = timedelta(days=28)
OUTSIDE = ""  # before somebody stands somewhere, and when they do no more
NONE = "none"  # the same in an address


@dataclass(frozen=True)
class Span:
    """Two judged days, the earlier first."""

    first: Judged
    last: Judged

    @property
    def other_text(self) -> bool:
        """Whether the text changed in between, so that some moved by it."""
        return self.said(self.first) != self.said(self.last)

    @staticmethod
    def said(day: Judged) -> tuple[str, int]:
        return day.quadrant["key"], day.quadrant["version"]


def span(query: QueryDict, today: date) -> Span | None:
    """The days asked, else the newest and the one four weeks before; None without two."""
    last = laid_out(day_or_none(query, "to") or today)
    if last is None:
        return None
    first = laid_out(day_or_none(query, "from") or last.as_of - BACK) or earliest()
    if first is None or first.as_of == last.as_of:
        return None
    return Span(*sorted((first, last), key=lambda one: one.as_of))


def laid_out(upto: date) -> Judged | None:
    """The last day up to one of which the quadrant was kept."""
    return Judged.objects.filter(as_of__lte=upto).exclude(quadrant={}).order_by("-as_of").first()


def earliest() -> Judged | None:
    return Judged.objects.exclude(quadrant={}).order_by("as_of").first()


@dataclass(frozen=True)
class Flow:
    """Accounts that went from one corner to another; `key` names the pair in the address."""

    key: str
    before: Name
    after: Name
    accounts: int


def moved(accounts: QuerySet[Account], days: Span) -> Any:
    """Those who stood elsewhere on the second day than on the first, with `before` and `after`."""
    mine = Cornered.objects.filter(account=OuterRef("pk"))
    between = mine.filter(as_of__gt=days.first.as_of, as_of__lte=days.last.as_of)
    return (
        accounts.filter(Exists(between))
        .annotate(before=corner_on(days.first.as_of), after=corner_on(days.last.as_of))
        .exclude(before=F("after"))
    )


def corner_on(day: date) -> Coalesce:
    newest = Cornered.objects.filter(account=OuterRef("pk"), as_of__lte=day).order_by("-as_of")
    return Coalesce(Subquery(newest.values("corner")[:1]), Value(OUTSIDE))


def flows(days: Span, names: Mapping[str, Name]) -> list[Flow]:
    """Of all accounts, the largest first."""
    found = moved(Account.objects.filter(merged_into=None), days).values("before", "after").annotate(n=Count("pk"))
    rows = found.order_by("-n", "before", "after")
    return [
        Flow(f"{row['before'] or NONE}.{row['after'] or NONE}", named(row["before"], names),
             named(row["after"], names), row["n"])
        for row in rows
    ]  # fmt: skip


def named(key: str, names: Mapping[str, Name]) -> Name:
    return names.get(key) or Name(NONE, _("Not in the quadrant"), *QUIET)


def movers(user: User, days: Span, chosen: str) -> Any:
    """Those that the person may see, who pay most first; `chosen` is the key of a flow, "" for all."""
    found = moved(accounts_for(user), days)
    if chosen:
        before, _dot, after = chosen.partition(".")
        found = found.filter(before=before.replace(NONE, OUTSIDE), after=after.replace(NONE, OUTSIDE))
    return found.select_related("standing").order_by(F("standing__mrr").desc(nulls_last=True), "id")


@dataclass(frozen=True)
class Mover:
    account: Account
    before: Name
    after: Name
    mrr: Amount


def mover(account: Account, names: Mapping[str, Name], organisation: Organisation) -> Mover:
    before, after = (named(getattr(account, name), names) for name in ("before", "after"))
    standing = getattr(account, "standing", None)
    return Mover(account, before, after, money(standing and standing.mrr, organisation))
