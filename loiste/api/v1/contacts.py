"""Contacts: the people at accounts."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from loiste.accounts.doors import accounts_for, contacts_for
from loiste.api.v1 import shapes
from loiste.api.v1.accounts import SIZE, Cursor, Limit, Short, page
from loiste.api.v1.items import items, take
from loiste.api.v1.keys import needs
from loiste.api.v1.problems import not_found

router = Router(tags=["contacts"])
Body: Any = items("contacts")


@router.get(
    "", response=shapes.Contacts, operation_id="list_contacts",
    summary=gettext_noop("List contacts"),
    description=gettext_noop(
        "Of all accounts, or of the `account` of a public id; with `email`, those of this address."
    ),
)  # fmt: skip
def listed(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE, account: Short | None = None,
    email: Short | None = None,
) -> Any:  # fmt: skip
    by = needs(request, "read")
    found = contacts_for(by)
    if account is not None:
        found = found.filter(account__in=accounts_for(by).filter(public_id=account))
    if email is not None:
        found = found.filter(email__iexact=email)
    rows, following = page(found, cursor, limit)
    return {"items": [shapes.contact(row) for row in rows], "next": following}


@router.post(
    "", response=shapes.TakenIn, operation_id="upsert_contacts",
    summary=gettext_noop("Say contacts"),
    description=gettext_noop("Makes contacts that are not there and changes those that are."),
)  # fmt: skip
def said(request: HttpRequest, body: Body) -> Any:
    return take(request, "contacts", body)


@router.get(
    "/{contact_id}", response=shapes.Contact, operation_id="get_contact",
    summary=gettext_noop("One contact"),
    description=gettext_noop("By public id or by the id under which files name the person."),
)  # fmt: skip
def one(request: HttpRequest, contact_id: Short) -> Any:
    mine = contacts_for(needs(request, "read")).select_related("account")
    found = mine.filter(Q(public_id=contact_id) | Q(ref=contact_id)).order_by("pk").first()
    if found is None:
        raise not_found()
    return shapes.contact(found)
