"""Subscriptions, as they stand now."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from loiste.accounts.doors import accounts_for, subscriptions_for
from loiste.api.v1 import shapes
from loiste.api.v1.accounts import SIZE, Cursor, Limit, Short, page
from loiste.api.v1.items import items, take
from loiste.api.v1.keys import needs
from loiste.api.v1.problems import not_found

router = Router(tags=["subscriptions"])
Body: Any = items("subscriptions")


@router.get(
    "", response=shapes.Subscriptions, operation_id="list_subscriptions",
    summary=gettext_noop("List subscriptions"),
    description=gettext_noop("Of all accounts, or of the `account` of a public id."),
)  # fmt: skip
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE, account: Short | None = None) -> Any:
    by = needs(request, "read")
    found = subscriptions_for(by)
    if account is not None:
        found = found.filter(account__in=accounts_for(by).filter(public_id=account))
    rows, following = page(found, cursor, limit)
    return {"items": [shapes.subscription(row) for row in rows], "next": following}


@router.post(
    "", response=shapes.TakenIn, operation_id="upsert_subscriptions",
    summary=gettext_noop("Say subscriptions"),
    description=gettext_noop("Begins, changes or ends subscriptions; a change is told with valid_from."),
)  # fmt: skip
def said(request: HttpRequest, body: Body) -> Any:
    return take(request, "subscriptions", body)


@router.get(
    "/{subscription_id}", response=shapes.Subscription, operation_id="get_subscription",
    summary=gettext_noop("One subscription"),
    description=gettext_noop("By its id in files."),
)  # fmt: skip
def one(request: HttpRequest, subscription_id: Short) -> Any:
    found = subscriptions_for(needs(request, "read")).select_related("account").filter(ref=subscription_id).first()
    if found is None:
        raise not_found()
    return shapes.subscription(found)
