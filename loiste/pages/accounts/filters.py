"""The accounts that a wish keeps.

A filter that few accounts meet is answered by its own index, and they are sorted; one that many meet is checked row by
row while the list's order is walked. The database cannot know which is which, so a bounded look tells it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from loiste.accounts import finding
from loiste.accounts.models import Account, Subscription
from loiste.judgement.models import Corner, Health, Membership
from loiste.metrics.contracts import running
from loiste.metrics.models import Standing
from loiste.organisation.store import on_server
from loiste.pages.accounts.asked import Wish
from loiste.pages.accounts.columns import OWN, attribute, unindexed
from loiste.plain.money import to_millionths

FEW = 1_000
MANY = 5_000  # ids to compare with while the index of names is walked; more are looked up in the row
NONE = 0  # the id of no account
LOOKUPS = {"gte": GreaterThanOrEqual, "lte": LessThanOrEqual, "gt": GreaterThan, "lt": LessThan}
INSIDE, BEGINNINGS = "name", ("ref", "business_id")


@dataclass(frozen=True)
class Filter:
    """`check` holds for a row in hand and uses no index; `ids` are those that meet it, None when there are many."""

    check: Q
    ids: list[int] | None = None


class Kept(NamedTuple):
    """Accounts in no order; `few`: so few that they are better sorted than looked for along the list's order."""

    accounts: QuerySet[Account]
    few: bool


def kept(accounts: QuerySet[Account], wish: Wish, today: date) -> Kept:
    """The accounts asked for.

    Rows are asked for even where nobody has the value: as much work as for a value of accounts out of reach.
    """
    few = False
    for one in filters(wish, today):
        accounts = accounts.filter(one.check if one.ids is None else Q(pk__in=one.ids or [NONE]))
        few |= one.ids is not None
    return Kept(accounts, few)


def filters(wish: Wish, today: date) -> Iterator[Filter]:
    if wish.archived == "only":
        gone = Q(archived_at__isnull=False)
        yield Filter(gone, few(Account.objects.filter(gone).values_list("pk", flat=True)))
    elif not wish.archived:
        yield Filter(Q(archived_at=None))
    if wish.q:
        yield text(wish.q, wish.sorted_by.field)
    for key, value in wish.where.items():
        yield from filter_of(key, value, today, wish.sorted_by.field)


def text(q: str, sorted_by: str) -> Filter:
    """Names that have it, ids and business ids that begin so. The check reads no more than the index of names.

    In a list sorted by name the walk is along that index anyway, so SQLite has nothing to find beforehand. PostgreSQL
    has an index of the insides of names, and walks more slowly.
    """
    rest = finding.ids(Account.objects, [finding.begins(column, q) for column in BEGINNINGS], MANY + 1)
    anywhere = len(q) >= finding.SHORTEST_INSIDE
    name = finding.holds(INSIDE, q) if anywhere else finding.starts(INSIDE, q)
    others = finding.any_of(finding.starts(column, q) for column in BEGINNINGS)
    check = name | (others if len(rest) > MANY else Q(pk__in=rest))
    if sorted_by == INSIDE and not on_server():
        return Filter(check)
    most = MANY if on_server() else FEW
    ids = finding.ids(Account.objects, [name if anywhere else finding.begins(INSIDE, q)], most + 1)
    found = {*ids, *rest}
    return Filter(check, list(found) if len(found) <= most else None)


def filter_of(key: str, value: str, today: date, sorted_by: str) -> Iterator[Filter]:
    """The filter of one part of the address; nothing for parts that are answered elsewhere."""
    if key in ("owner", "tier", "country"):
        yield same(key, value)
    elif key == "plan":
        held = Subscription.objects.filter(running(today), plan=value)
        ids = few(held.filter(account__isnull=False).values_list("account_id", flat=True))
        yield Filter(Q(Exists(held.filter(account=OuterRef("pk")))), ids)
    elif key == "band":
        yield band("" if value == "none" else value)
    elif key == "corner":
        ids = few(Corner.objects.filter(corner=value).values_list("account_id", flat=True))
        yield Filter(Q(Exact(unindexed("corner__corner"), Value(value))), ids)
    elif key == "tag":
        yield Filter(tagged(value))
    elif key == "segment":
        yield in_segment(value)
    elif key.startswith(OWN):
        yield Filter(Q(Exact(attribute(key), Value(value))))
    else:
        yield from (of_standing(*part, sorted_by) for part in figures(key, value, today))


def band(name: str) -> Filter:
    """Accounts in a band of health; "" = without a score, also where nothing was judged yet."""
    if not name:
        return Filter(Q(Exists(Health.objects.filter(account=OuterRef("pk")).exclude(band="")), _negated=True))
    ids = few(Health.objects.filter(band=name).values_list("account_id", flat=True))
    return Filter(Q(Exact(unindexed("health__band"), Value(name))), ids)


def same(column: str, value: str) -> Filter:
    ids = few(Account.objects.filter(**{column: value}).values_list("pk", flat=True))
    return Filter(Q(Exact(unindexed(column), Value(value))), ids)


def in_segment(segment: str) -> Filter:
    """Those who are in it by what was kept last."""
    inside = Membership.objects.filter(segment=segment, to_day=None)
    return Filter(Q(Exists(inside.filter(account=OuterRef("pk")))), few(inside.values_list("account_id", flat=True)))


def few(rows: QuerySet[Any, Any]) -> list[int] | None:
    """The ids, when they are few; looks at no more than that, and fetches none when they are many."""
    return None if rows[FEW : FEW + 1] else list(rows[:FEW])


def tagged(tag: str) -> Q:
    """Accounts with this tag among theirs. Stores write letters beyond ASCII in two ways."""
    written = {json.dumps(tag), json.dumps(tag, ensure_ascii=False)}
    there = Q()
    for form in sorted(written):
        there |= Q(GreaterThan(StrIndex(Cast(F("tags"), TextField()), Value(form)), 0))
    return there


def figures(key: str, value: str, today: date) -> Iterator[tuple[str, str, Any]]:
    """(column of Standing, lookup, value) of each bound that a part of the address sets."""
    if key in ("mrr_min", "mrr_max"):
        yield "mrr", "gte" if key == "mrr_min" else "lte", to_millionths(Decimal(value))
    elif key == "has_mrr":
        yield "mrr", "gt" if value == "yes" else "lte", 0
    elif key == "renews_in":
        yield "renews_on", "gte", today
        yield "renews_on", "lte", today + timedelta(days=int(value))
    elif key in ("signal_after", "signal_before"):
        yield "last_signal_on", "gt" if key == "signal_after" else "lt", date.fromisoformat(value)


def of_standing(column: str, lookup: str, value: Any, sorted_by: str) -> Filter:
    """A bound of a figure; where the list is sorted by that figure its index serves both."""
    path = f"standing__{column}"
    if path == sorted_by:
        return Filter(Q(**{f"{path}__{lookup}": value}))
    ids = few(Standing.objects.filter(**{f"{column}__{lookup}": value}).values_list("account_id", flat=True))
    return Filter(Q(LOOKUPS[lookup](unindexed(path), Value(value))), ids)
