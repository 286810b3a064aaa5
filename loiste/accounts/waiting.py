"""The line of a reference that nobody knows, made anew from the signals that wait for it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import Q

from loiste.accounts import aliases
from loiste.accounts.identities import MOST_STEPS
from loiste.accounts.matching import ACCOUNT, Seen, match_accounts, match_contacts
from loiste.accounts.models import ContactIdentity, Unmatched
from loiste.timeline import engine
from loiste.timeline.signal import KINDS

TOLD = ("name", "email", "domain", "website", "business_id")


def to_rules(home: Path, source: str, what: str, ref: str, settings: Mapping[str, Any], now: datetime) -> None:
    """Lets the rules find whom the reference means, as if it came now; where they do not, it waits again.

    No row is made for it, whatever the source's settings say: somebody has just said that the one it had is wrong.
    """
    asked = {**settings, "create": False}
    if what == ACCOUNT:
        left = match_accounts(source, {ref: Seen(ref, told=account_told(home, source, ref))}, asked, now)
    else:
        aliases.join(source, same_persons(home, source, ref), now)
        seen = Seen(ref, told=person_told(home, source, ref), account_ref=account_named(home, source, ref))
        left = match_contacts(source, {ref: seen}, asked, now)
    if left:
        wait_again(home, source, what, ref)


def same_persons(home: Path, source: str, ref: str) -> list[tuple[str, str]]:
    """(earlier, later) reference, as the source said that they are one."""
    rows = engine.reader(home).execute(
        "select ref, contact_ref from signals_alias where source = $1 and ref = $2 order by received_at, position",
        [source, ref],
    )
    return rows.fetchall()


def account_named(home: Path, source: str, ref: str) -> str:
    """The account with which the person was named last."""
    each = " union all ".join(
        f"select account_ref, received_at, position from signals_{kind} "
        "where source = $1 and contact_ref = $2 and account_ref is not null"
        for kind in KINDS
    )
    sql = f"select arg_max(account_ref, (received_at, position)) from ({each})"
    return engine.reader(home).execute(sql, [source, ref]).fetchall()[0][0] or ""


def wait_again(home: Path, source: str, what: str, ref: str) -> Unmatched | None:
    """Lists the reference with its true count; None, and nothing listed, where no signal waits for it."""
    refs = [ref] if what == ACCOUNT else [ref, *aliases_of(source, ref)]
    count, first, last = counted(home, source, what, refs)
    if not count:
        return None
    said = account_told(home, source, ref) if what == ACCOUNT else person_told(home, source, ref)
    line, _made = Unmatched.objects.update_or_create(
        source=source, what=what, ref=ref,
        defaults={"signals": count, "first_at": first, "last_at": last, "said": said},
    )  # fmt: skip
    return line


def counted(home: Path, source: str, what: str, refs: list[str]) -> tuple[int, Any, Any]:
    """(signals, first and last time of receipt). Those of a person that name an account wait for that, not for it."""
    whose = "account_ref" if what == ACCOUNT else "contact_ref"
    alone = "" if what == ACCOUNT else "and account_ref is null"
    each = " union all ".join(
        f"select received_at from signals_{kind} "
        f"where source = $1 and {whose} in (select unnest($2::varchar[])) {alone}"
        for kind in KINDS
    )
    sql = f"select count(*), min(received_at), max(received_at) from ({each})"
    count, first, last = engine.reader(home).execute(sql, [source, refs]).fetchall()[0]
    return count, first and first.replace(tzinfo=UTC), last and last.replace(tzinfo=UTC)


def aliases_of(source: str, ref: str) -> list[str]:
    """References that lead to this one."""
    found: set[str] = set()
    fresh = {ref}
    for _step in range(MOST_STEPS):
        rows = ContactIdentity.objects.filter(Q(source=source), alias_of__in=fresh).values_list("ref", flat=True)
        fresh = set(rows) - found
        if not fresh:
            break
        found |= fresh
    return sorted(found - {ref})


def account_told(home: Path, source: str, ref: str) -> dict[str, str]:
    rows = engine.reader(home).execute(
        "select name, arg_max(text, (received_at, position)) from signals_attribute "
        "where source = $1 and account_ref = $2 and name in (select unnest($3::varchar[])) group by name",
        [source, ref, list(TOLD)],
    )
    return {name: text for name, text in rows.fetchall() if text}


def person_told(home: Path, source: str, ref: str) -> dict[str, str]:
    told: dict[str, str] = {}
    rows = engine.reader(home).execute(
        "select text, properties from signals_contact where source = $1 and contact_ref = $2 "
        "order by received_at, position",
        [source, ref],
    )
    for name, properties in rows.fetchall():
        said = {"name": name} | json.loads(properties or "{}")
        told |= {key: said[key] for key in TOLD if said.get(key)}
    return told
