"""The newest signals of a source, each with the account it was placed on and the rule that placed it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from loiste.accounts.identities import Known, known
from loiste.accounts.models import Account, ContactIdentity, Identity
from loiste.pages.kinds import KINDS as WORDS
from loiste.pages.matching.rules import rule_name
from loiste.pages.sources.live import naive
from loiste.timeline import engine
from loiste.timeline.signal import KINDS

SHOWN = 20
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Arrival:
    """`account` and `rule` are None and empty where nobody knows yet whom the signal is about."""

    kind: str
    name: str
    at: datetime
    said_at: datetime | None
    account_ref: str
    contact_ref: str
    account: Account | None
    rule: str


def newest(home: Path, source: str, now: datetime, *, most: int = SHOWN) -> list[Arrival]:
    everybody = known()  # asked once: each asking looks whether it still holds
    rows = read(home, source, naive(now - LOOK_BACK), most)
    for row in rows:
        row["account"] = account_id(everybody, source, row)
    accounts, rules = rules_of(source, rows)
    return [arrival(row, accounts, rules) for row in rows]


def read(home: Path, source: str, since: datetime, most: int) -> list[dict[str, Any]]:
    columns = "kind, name, text, received_at, said_at, account_ref, contact_ref"
    each = " union all ".join(
        f"(select {columns}, position from signals_{kind} where source = $1 and received_at >= $2 "
        f"order by received_at desc, position desc limit {most:d})"
        for kind in KINDS
    )
    found = engine.reader(home).execute(
        f"select {columns} from ({each}) order by received_at desc, position desc limit {most:d}", [source, since]
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def rules_of(source: str, rows: list[dict[str, Any]]) -> tuple[dict[int, Account], dict[tuple[str, str], str]]:
    """Accounts by id, and rules by what they placed: three queries for any number of rows."""
    refs = {row["account_ref"] for row in rows} - {None}
    people = {row["contact_ref"] for row in rows} - {None}
    rules = {
        ("account", ref): rule
        for ref, rule in Identity.objects.filter(source=source, ref__in=refs).values_list("ref", "rule")
    } | {
        ("contact", ref): rule
        for ref, rule in ContactIdentity.objects.filter(source=source, ref__in=people).values_list("ref", "rule")
    }
    ids = {row["account"] for row in rows} - {None}
    return Account.objects.in_bulk([pk for pk in ids if pk]), rules


def account_id(everybody: Known, source: str, row: dict[str, Any]) -> int | None:
    if row["account_ref"]:
        return everybody.accounts.get((source, row["account_ref"]))
    person = everybody.people.get((source, row["contact_ref"] or ""))
    return person.account if person else None


def arrival(row: dict[str, Any], accounts: dict[int, Account], rules: dict[tuple[str, str], str]) -> Arrival:
    by_account = rules.get(("account", row["account_ref"] or ""), "")
    rule = by_account if row["account_ref"] else rules.get(("contact", row["contact_ref"] or ""), "")
    return Arrival(
        kind=str(WORDS.get(row["kind"], row["kind"])), name=row["name"] or row["text"] or "",
        at=row["received_at"].replace(tzinfo=UTC), said_at=row["said_at"] and row["said_at"].replace(tzinfo=UTC),
        account_ref=row["account_ref"] or "", contact_ref=row["contact_ref"] or "",
        account=accounts.get(row["account"] or 0), rule=rule_name(rule) if rule else "",
    )  # fmt: skip
