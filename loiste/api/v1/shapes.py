"""What the API answers: the fields of accounts, contacts, subscriptions, signals, reports."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from loiste.accounts.models import Account as AccountRow
from loiste.accounts.models import Contact as ContactRow
from loiste.accounts.models import Subscription as SubscriptionRow
from loiste.plain.money import MILLION

EXACT = gettext_noop("decimal in text, so that no cent is lost")


class Account(Schema):
    id: str = Field(description=gettext_noop("public id, as in the pages' addresses"))
    account_id: str = Field(description=gettext_noop("the id under which files and this API name it"))
    name: str
    business_id: str | None
    owner: str | None
    tier: str | None
    country: str | None
    parent: str | None = Field(description=gettext_noop("public id of the parent account"))
    signed_up_on: date | None
    tags: list[str]
    attributes: dict[str, Any]
    archived_at: datetime | None


class Contact(Schema):
    id: str
    contact_id: str
    account: str | None = Field(description=gettext_noop("public id of the account"))
    name: str | None
    email: str | None
    phone: str | None
    role: str | None
    language: str | None


class Subscription(Schema):
    subscription_id: str
    account: str | None = Field(description=gettext_noop("public id of the account"))
    plan: str | None
    mrr: str | None = Field(description=EXACT)
    currency: str | None
    started_on: date | None
    ended_on: date | None
    trial: bool
    details: dict[str, Any]


class Accounts(Schema):
    items: list[Account]
    next: str | None = Field(description=gettext_noop("cursor of the next page; null at the end"))


class Contacts(Schema):
    items: list[Contact]
    next: str | None


class Subscriptions(Schema):
    items: list[Subscription]
    next: str | None


class Timeline(Schema):
    items: list[dict[str, Any]] = Field(description=gettext_noop("signals, newest first"))
    next: str | None


class RowError(Schema):
    item: int = Field(description=gettext_noop("which of the items, from 1"))
    field: str | None
    value: str | None
    code: str
    reason: str


class TakenIn(Schema):
    """What became of items: `read` = `accepted` + `duplicate` + `rejected`."""

    read: int
    accepted: int
    duplicate: int
    rejected: int
    errors: list[RowError]


def account(row: AccountRow) -> dict[str, Any]:
    return {
        "id": row.public_id, "account_id": row.ref, "name": row.name, "business_id": row.business_id or None,
        "owner": row.owner or None, "tier": row.tier or None, "country": row.country or None,
        "parent": row.parent.public_id if row.parent else None, "signed_up_on": row.signed_up_on,
        "tags": row.tags, "attributes": row.attributes, "archived_at": row.archived_at,
    }  # fmt: skip


def contact(row: ContactRow) -> dict[str, Any]:
    return {
        "id": row.public_id, "contact_id": row.ref, "account": row.account.public_id if row.account else None,
        "name": row.name or None, "email": row.email or None, "phone": row.phone or None, "role": row.role or None,
        "language": row.language or None,
    }  # fmt: skip


def subscription(row: SubscriptionRow) -> dict[str, Any]:
    mrr = None if row.mrr is None else format((Decimal(row.mrr) / MILLION).normalize(), "f")
    return {
        "subscription_id": row.ref, "account": row.account.public_id if row.account else None,
        "plan": row.plan or None, "mrr": mrr, "currency": row.currency or None, "started_on": row.started_on,
        "ended_on": row.ended_on, "trial": row.trial, "details": row.details,
    }  # fmt: skip
