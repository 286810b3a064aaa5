"""The rows of accounts, contacts and subscriptions, made anew from the signals. Needs no clock: as of a day."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from loiste.accounts.models import Account, Contact, ContactRole, Identity, Subscription
from loiste.timeline import engine
from loiste.timeline.signal import NEVER

FIELDS = ("name", "business_id", "owner", "tier", "country")
LONG_AGO = "date '0001-01-01'"

# The newest content on the day; a content that starts later does not count yet, unless there is no other.
NEWEST = """
    select {columns}
    from (select *, row_number() over (
              partition by source, {key}
              order by coalesce(valid_from, {long_ago}) <= ?::date desc,
                       case when coalesce(valid_from, {long_ago}) <= ?::date
                            then coalesce(valid_from, {long_ago}) end desc,
                       valid_from, received_at desc, position desc) as turn
          from signals_{kind}) s
    where turn = 1"""


def newest(home: Path, kind: str, key: str, columns: str, as_of: date) -> list[tuple[Any, ...]]:
    sql = NEWEST.format(columns=columns, key=key, kind=kind, long_ago=LONG_AGO)
    return engine.reader(home).execute(sql, [as_of, as_of]).fetchall()


def project(home: Path, *, as_of: date) -> None:
    """Refreshes all three kinds of rows from the signals known now, as of a day of the organisation."""
    known = {(i.source, i.ref): i.account_id for i in Identity.objects.all()}
    with transaction.atomic():
        project_accounts(home, known, as_of)
        project_contacts(home, known, as_of)
        project_subscriptions(home, known, as_of)


def project_accounts(home: Path, known: dict[tuple[str, str], int], as_of: date) -> None:
    facts: dict[int, dict[str, str | None]] = {}
    rows = newest(home, "attribute", "account_ref, name", "source, account_ref, name, text", as_of)
    for source, ref, name, value in rows:
        account = known.get((source, ref))
        if account is not None:
            facts.setdefault(account, {})[name] = value
    accounts = {a.id: a for a in Account.objects.all()} if facts else {}
    by_ref = {ref: pk for (_, ref), pk in known.items()}
    changed = [accounts[pk] for pk, said in facts.items() if apply(accounts[pk], said, by_ref, accounts)]
    columns = [*FIELDS, "signed_up_on", "parent", "tags", "attributes"]
    # Every row is there, so this only updates; bulk_update is five times slower.
    upsert(Account, changed, columns)


def apply(account: Account, said: dict[str, str | None], by_ref: dict[str, int], accounts: dict[int, Account]) -> bool:
    """Sets the account's columns from its facts; whether anything changed."""
    before = state(account)
    for name in FIELDS:
        if name in said:
            setattr(account, name, said[name] or (account.ref if name == "name" else ""))
    if "signed_up_on" in said:
        account.signed_up_on = date.fromisoformat(said["signed_up_on"]) if said["signed_up_on"] else None
    if "tags" in said:
        account.tags = (said["tags"] or "").split(",") if said["tags"] else []
    if "parent_id" in said:
        account.parent = accounts.get(by_ref.get(said["parent_id"] or "", 0))
    own = {*FIELDS, "signed_up_on", "tags", "parent_id"}
    account.attributes = account.attributes | {k: v for k, v in said.items() if k not in own}
    return state(account) != before


def state(account: Account) -> tuple[Any, ...]:
    columns = [getattr(account, name) for name in FIELDS]
    return (*columns, account.signed_up_on, account.parent_id, list(account.tags), dict(account.attributes))


def project_contacts(home: Path, known: dict[tuple[str, str], int], as_of: date) -> None:
    columns = "source, ref, account_ref, text, category, properties"
    fresh = []
    for source, ref, account_ref, name, role, properties in newest(home, "contact", "ref", columns, as_of):
        more = json.loads(properties or "{}")
        fresh.append(
            Contact(
                ref=ref, account_id=known.get((source, account_ref)), name=name or "",
                role=role if role in ContactRole.values else "", email=more.get("email") or "",
                phone=more.get("phone") or "", language=more.get("language") or "",
            )
        )  # fmt: skip
    upsert(Contact, fresh, ["account", "name", "role", "email", "phone", "language"])


def project_subscriptions(home: Path, known: dict[tuple[str, str], int], as_of: date) -> None:
    columns = "source, ref, account_ref, plan, amount, currency, day, until, trial, quantity, properties"
    fresh = []
    for row in newest(home, "subscription", "ref", columns, as_of):
        source, ref, account_ref, plan, amount, currency, day, until, trial, seats, properties = row
        fresh.append(
            Subscription(
                ref=ref, account_id=known.get((source, account_ref)), plan=plan or "", mrr=amount,
                currency=currency or "", started_on=day, trial=bool(trial),
                ended_on=None if until is None or until.isoformat() == NEVER else until,
                details={"seats": seats} | json.loads(properties or "{}"),
            )
        )  # fmt: skip
    upsert(Subscription, fresh, ["account", "plan", "mrr", "currency", "started_on", "ended_on", "trial", "details"])


def upsert(model: Any, fresh: list[Any], columns: list[str]) -> None:
    """Writes rows by their `ref`; the newest content wins, the public id stays."""
    model.objects.bulk_create(
        {row.ref: row for row in fresh}.values(),
        batch_size=500, update_conflicts=True, unique_fields=["ref"], update_fields=columns,
    )  # fmt: skip
