"""The rows of accounts, contacts and subscriptions, made anew from the signals. Needs no clock: as of a day."""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction

from loiste.accounts import known_tables
from loiste.accounts.by_id import rows_of
from loiste.accounts.contacts_projection import TOLD, project_contacts
from loiste.accounts.identities import known
from loiste.accounts.models import Account, Subscription
from loiste.timeline import engine
from loiste.timeline.signal import NEVER

FIELDS = ("name", "business_id", "owner", "tier", "country")
# Letters that lists hold; the signal keeps all.
LONGEST = {"name": 300, "business_id": 40, "owner": 200, "tier": 60, "country": 60}
OWN = {*FIELDS, "signed_up_on", "tags", "parent_id"}
LONGEST_PLAN = 100
LONG_AGO = "date '0001-01-01'"

# The newest content on the day; a content that starts later does not count yet, unless there is no other.
ORDER = f"""
    order by coalesce(valid_from, {LONG_AGO}) <= $1::date desc,
             case when coalesce(valid_from, {LONG_AGO}) <= $1::date then coalesce(valid_from, {LONG_AGO}) end desc,
             valid_from, received_at desc, position desc"""
ATTRIBUTES = f"""
    select account, name, text
    from (select i.account, a.*, row_number() over (partition by i.account, a.name {ORDER}) as turn
          from signals_attribute a join identities i on i.source = a.source and i.ref = a.account_ref
          where {{some}}i.account in (select account from identities join touched using (ref))) s
    where turn = 1"""
SUBSCRIPTIONS = f"""
    select source, ref, account_ref, plan, amount, currency, day, until, trial, quantity, properties
    from (select *, row_number() over (partition by source, ref {ORDER}) as turn from signals_subscription
          where {{some}}ref in (select ref from touched)) s
    where turn = 1"""


TEXTS = (ATTRIBUTES, TOLD, SUBSCRIPTIONS)


def project(home: Path, *, as_of: date, touched: Collection[str] | None = None) -> None:
    """Refreshes all three kinds of rows from the signals known now, as of a day of the organisation.

    `touched`: only accounts, contacts and subscriptions of these references; None = all.
    """
    connection = engine.reader(home)
    known_tables.give(connection)
    known_tables.put(connection, "touched", pa.table({"ref": pa.array(sorted(touched or []), pa.string())}))
    some = "true or " if touched is None else ""
    # Looked up before anything is written, so that the store is locked no longer than writing takes.
    told = [connection.execute(sql.replace("{some}", some), [as_of]).fetchall() for sql in TEXTS]
    with transaction.atomic():
        project_accounts(told[0])
        project_contacts(told[1], as_of)
        project_subscriptions(told[2])


def project_accounts(rows: list[tuple[Any, ...]]) -> None:
    facts: dict[int, dict[str, str | None]] = {}
    for account, name, value in rows:
        facts.setdefault(account, {})[name] = value
    by_ref = {ref: pk for (_, ref), pk in known().accounts.items()}
    wanted = set(facts) | {by_ref.get(said.get("parent_id") or "", 0) for said in facts.values()}
    accounts = rows_of(Account, wanted)
    changed = [accounts[pk] for pk, said in facts.items() if apply(accounts[pk], said, by_ref, accounts)]
    columns = [*FIELDS, "signed_up_on", "parent", "tags", "attributes"]
    # Every row is there, so this only updates; bulk_update is five times slower.
    upsert(Account, changed, columns)


def apply(account: Account, said: dict[str, str | None], by_ref: dict[str, int], accounts: dict[int, Account]) -> bool:
    """Sets the account's columns from its facts; whether anything changed."""
    before = state(account)
    for name in FIELDS:
        if name in said:
            text = said[name] or (account.ref if name == "name" else "")
            setattr(account, name, text[: LONGEST[name]])
    if "signed_up_on" in said:
        account.signed_up_on = date.fromisoformat(said["signed_up_on"]) if said["signed_up_on"] else None
    if "tags" in said:
        account.tags = (said["tags"] or "").split(",") if said["tags"] else []
    if "parent_id" in said:
        account.parent = accounts.get(by_ref.get(said["parent_id"] or "", 0))
    account.attributes = account.attributes | {k: v for k, v in said.items() if k not in OWN}
    return state(account) != before


def state(account: Account) -> tuple[Any, ...]:
    columns = [getattr(account, name) for name in FIELDS]
    return (*columns, account.signed_up_on, account.parent_id, list(account.tags), dict(account.attributes))


def project_subscriptions(rows: list[tuple[Any, ...]]) -> None:
    accounts = known().accounts
    fresh = []
    for row in rows:
        source, ref, account_ref, plan, amount, currency, day, until, trial, seats, properties = row
        fresh.append(
            Subscription(
                ref=ref, account_id=accounts.get((source, account_ref)), plan=(plan or "")[:LONGEST_PLAN], mrr=amount,
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
