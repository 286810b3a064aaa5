"""What people say of accounts by hand: attributes and notes. Each becomes a signal, as what files say does."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import Account, Identity, Rule
from loiste.accounts.permissions import Actor, Right, check
from loiste.accounts.projection import upsert
from loiste.accounts.verbs import chunks
from loiste.plain import business_ids
from loiste.timeline.append import append
from loiste.timeline.signal import FACTS

SOURCE = "loiste"  # of what is made here; an account's reference there is its public id
CHANGEABLE = ("name", "business_id", "owner", "tier", "country", "tags")
NOTES = ("note", "call", "meeting", "email")  # the last three are two-way contacts
LONGEST = 20_000


def ensure_own_refs(accounts: Sequence[Account], *, by: str, now: datetime) -> None:
    """Gives each account the reference under which we speak of it ourselves."""
    by_ref = {account.public_id: account for account in accounts}
    for part in chunks(list(by_ref)):
        known = set(Identity.objects.filter(source=SOURCE, ref__in=part).values_list("ref", flat=True))
        Identity.objects.bulk_create(
            Identity(source=SOURCE, ref=ref, account=by_ref[ref], rule=Rule.REFERENCE, by=by, since=now)
            for ref in part
            if ref not in known
        )


def set_attributes(
    home: Path, changes: Mapping[Account, Mapping[str, str | None]], *, day: date, by: Actor, now: datetime,
    action: str = "account.change",
) -> dict[str, dict[str, str | None]]:  # fmt: skip
    """Says attributes of accounts, from the organisation's `day` on; None or "" empties one. All or nothing.

    Names are those of CHANGEABLE, or `attr.NAME`; tags are one text, parted by commas. Returns what was said before, by
    public id, in the same form, so that saying it again undoes the change. The row of each account follows at once.
    """
    check(by, Right.CHANGE, changes)
    return say(home, changes, day=day, by=by, now=now, action=action)


def say(
    home: Path, changes: Mapping[Account, Mapping[str, str | None]], *, day: date, by: Actor, now: datetime, action: str
) -> dict[str, dict[str, str | None]]:
    """The same for a verb that has asked for the right itself."""
    checked = {account: {name: clean(name, value) for name, value in said.items()} for account, said in changes.items()}
    before = {account.public_id: {name: value_of(account, name) for name in said} for account, said in checked.items()}
    facts = [
        {"kind": "attribute", "name": name.removeprefix("attr."), "text": value, "account_ref": account.public_id,
         "day": day, "valid_from": day, "key": f"{account.public_id}/{name}/{now.isoformat()}"}
        for account, said in checked.items() for name, value in said.items()
    ]  # fmt: skip
    with transaction.atomic():
        ensure_own_refs(list(checked), by=by.label, now=now)
        for account, said in checked.items():
            for name, value in said.items():
                put(account, name, value)
        # Only the columns that were said: what others write meanwhile stays. Every row is there, so this only updates.
        columns = {"attributes" if name.startswith("attr.") else name for said in checked.values() for name in said}
        if columns:
            upsert(Account, list(checked), sorted(columns))
        audit.write_all(
            audit.line(by, action, account.public_id, now, before=before[account.public_id], after=said)
            for account, said in checked.items()
        )
        append(home, table(facts), source=SOURCE, batch="", now=now, known_now=True)
    return before


def add_note(
    home: Path, account: Account, text: str, *, kind: str, at: datetime, day: date, by: Actor, now: datetime
) -> None:
    """Logs a note, call, meeting or e-mail (`kind` of NOTES) of `at` (aware) and the organisation's day."""
    check(by, Right.NOTE, [account])
    text = text.replace("\0", "").strip()
    if kind not in NOTES:
        raise ValidationError(_("%(kind)s is not a kind of note.") % {"kind": kind})
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Write what happened, in %(count)s characters at most.") % {"count": LONGEST})
    fact = {
        "kind": "note", "name": kind, "text": text, "account_ref": account.public_id, "day": day,
        "occurred_at": at.astimezone(UTC).replace(tzinfo=None),
        "properties": json.dumps({"author": by.name or by.label}, ensure_ascii=False),
        "key": f"{account.public_id}/note/{by.label}/{now.isoformat()}",
    }  # fmt: skip
    with transaction.atomic():
        ensure_own_refs([account], by=by.label, now=now)
        said = {"kind": kind}
        audit.write(by, "account.note", account.public_id, now, after=said)
        append(home, table([fact]), source=SOURCE, batch="", now=now, known_now=True)


def table(facts: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(facts, pa.schema([*FACTS, ("key", pa.string())]))


def clean(name: str, value: str | None) -> str | None:
    """The value as it is stored; ValidationError for a name that is not there to be changed, or a value too long."""
    if name not in CHANGEABLE and not (name.startswith("attr.") and 5 < len(name) <= 65):
        raise ValidationError(_("%(name)s cannot be changed.") % {"name": name})
    text = "".join(letter if letter.isprintable() else " " for letter in value or "").strip()
    if len(text) > 300 or (name in ("tier", "country") and len(text) > 60):
        raise ValidationError(_("%(name)s is too long.") % {"name": name})
    if name == "name" and not text:
        raise ValidationError(_("An account needs a name."))
    if name == "business_id":
        return checked_business_id(text)
    if name == "tags":
        return ",".join(sorted({tag.strip() for tag in text.split(",") if tag.strip()})) or None
    return text or None


def checked_business_id(text: str) -> str | None:
    """The id as files give it too; ValidationError when it looks Finnish and its check digit does not fit."""
    try:
        return business_ids.tidy(text) or None
    except ValueError as error:
        wrong = _("%(value)s is not a valid Finnish business id: its check digit does not fit.")
        raise ValidationError(wrong % {"value": text}) from error


def value_of(account: Account, name: str) -> str | None:
    if name.startswith("attr."):
        return account.attributes.get(name.removeprefix("attr."))
    if name == "tags":
        return ",".join(account.tags) or None
    return getattr(account, name) or None


def put(account: Account, name: str, value: str | None) -> None:
    if name.startswith("attr."):
        account.attributes[name.removeprefix("attr.")] = value
    elif name == "tags":
        account.tags = value.split(",") if value else []
    else:
        setattr(account, name, value or "")
