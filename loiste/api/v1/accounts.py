"""Accounts: listed, looked up, said more of; and the timeline of one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import Account
from loiste.accounts.one import moments
from loiste.accounts.one.own import own
from loiste.api.v1 import cursors, here, shapes
from loiste.api.v1.items import items, take
from loiste.api.v1.keys import needs
from loiste.api.v1.problems import Wrong, not_found
from loiste.plain.money import from_millionths
from loiste.timeline.within import reading

router = Router(tags=["accounts"])
SIZE = 100
FIRST = date(1900, 1, 1)
Body: Any = items("accounts")
Limit = Annotated[int, Field(ge=1, le=1000)]
Cursor = Annotated[str, Field(max_length=cursors.LONGEST)]
Short = Annotated[str, Field(max_length=300)]


@router.get(
    "", response=shapes.Accounts, operation_id="list_accounts",
    summary=gettext_noop("List accounts"),
    description=gettext_noop("In a fixed order, so that every account there is comes once."),
)  # fmt: skip
def listed(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE, owner: Short | None = None,
    tier: Short | None = None, country: Short | None = None, archived: bool = False,
) -> Any:  # fmt: skip
    found = accounts_for(needs(request, "read")).filter(archived_at__isnull=not archived)
    for name, value in (("owner", owner), ("tier", tier), ("country", country)):
        found = found.filter(**{name: value}) if value is not None else found
    rows, following = page(found, cursor, limit)
    return {"items": [shapes.account(row) for row in rows], "next": following}


def page(found: Any, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """A page of rows in the order of their ids, and the cursor of the next; as quick at the end as at the start."""
    place = cursors.read(cursor, int)
    found = found.filter(pk__gt=place[0]) if place else found
    rows = list(found.order_by("pk")[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    parents = {"parent", "account"} & {field.name for field in found.model._meta.fields}
    fill(rows, parents)
    return rows, cursors.written([rows[-1].pk]) if more else None


def fill(rows: list[Any], names: set[str]) -> None:
    """Looks the accounts up that rows lead to, all at once."""
    ids = {getattr(row, f"{name}_id") for row in rows for name in names} - {None}
    there = Account.objects.in_bulk(ids)
    for row in rows:
        for name in names:
            setattr(row, name, there.get(getattr(row, f"{name}_id")))


@router.post(
    "", response=shapes.TakenIn, operation_id="upsert_accounts",
    summary=gettext_noop("Say accounts"),
    description=gettext_noop(
        "Makes accounts that are not there and changes those that are; what an item leaves out stays as "
        "it was."
    ),
)  # fmt: skip
def said(request: HttpRequest, body: Body) -> Any:
    return take(request, "accounts", body)


@router.get(
    "/{account_id}", response=shapes.Account, operation_id="get_account",
    summary=gettext_noop("One account"),
    description=gettext_noop("By public id or by the id under which files name it."),
)  # fmt: skip
def one(request: HttpRequest, account_id: Short) -> Any:
    return shapes.account(found_account(request, account_id))


def found_account(request: HttpRequest, account_id: str) -> Account:
    mine = accounts_for(needs(request, "read")).select_related("parent")
    found = mine.filter(Q(public_id=account_id) | Q(ref=account_id)).order_by("pk").first()
    if found is None:
        raise not_found()
    return found


@router.get(
    "/{account_id}/timeline", response=shapes.Timeline, operation_id="get_timeline",
    summary=gettext_noop("Its timeline"),
    description=gettext_noop(
        "Its signals, newest first, from the day `since` to the day `until`; all kinds, or those named."
    ),
)  # fmt: skip
def timeline(
    request: HttpRequest, account_id: Short, cursor: Cursor = "", limit: Limit = SIZE,
    since: date = FIRST, until: date | None = None, kind: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Any:  # fmt: skip
    account, last = found_account(request, account_id), here.day(until)
    kinds = tuple(kind) or moments.KINDS
    if not set(kinds) <= set(moments.KINDS):
        raise Wrong(422, "no_kind", f"kind is one of: {', '.join(moments.KINDS)}")
    place = cursors.read(cursor, str, int, str)
    before = (day_of(place[0]), place[1], place[2]) if place else None
    asked = moments.Asked(max(since, FIRST), last, kinds, before=before, by_week=False)
    found = moments.page(own(reading(here.home()), account), asked, size=limit)
    following = found.following and [found.following[0].isoformat(), *found.following[1:]]
    return {"items": [signal(row) for row in found.rows], "next": cursors.written(following)}


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise cursors.none() from error


HIDDEN = {"moment", "position", "batch", "assumed"}


def signal(row: dict[str, Any]) -> dict[str, Any]:
    """What a signal says; what it does not say is left out. Money in major units, as text."""
    said = {name: value for name, value in row.items() if value is not None and name not in HIDDEN}
    if "amount" in said:
        said["amount"] = format(from_millionths(said["amount"]).normalize(), "f")
    return {name: plain(value) for name, value in said.items()}


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat() + ("" if value.tzinfo else "Z")
    return value.isoformat() if isinstance(value, date) else float(value) if isinstance(value, Decimal) else value
